"""Words that the English stories of the demonstration portal are made of. All places and bodies are invented."""
# ruff: noqa: E501 (sentences are not broken)

PLACES = ("Qinghe County", "Shiqiao District", "Bailu City", "Wangchuan County", "Songling City", "Liupu New Area", "Linhu County", "Zhuxi County",
          "Shazhou District", "Hetang County", "Qingyuan Town", "Banshan District")
BODIES = ("the county transport bureau", "the city water authority", "the district education office", "the county agriculture bureau",
          "the provincial culture and tourism department", "the city health commission", "the environmental monitoring station",
          "the public service center")
PEOPLE = ("an official in charge of the project", "a site engineer", "a community worker", "the head of the cooperative", "a volunteer teacher",
          "a technician on duty")
TIMES = ("since the beginning of the year", "over the past three months", "in early spring", "last week", "in the first quarter",
         "since last September")

TOPICS: tuple[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (("Village roads repaired in {p}", "New bridge links {p} with {q}", "Night buses return to {p}"),
     ("Crews in {p} have repaired {n} kilometers of village roads {t}, easing the way to market for {m} villages.",
      "A bridge between {p} and {q} opened to traffic {t}, cutting the drive from an hour to {n} minutes."),
     ("Work was done one lane at a time so that school buses could pass, said {w}.", "Some {k} square meters of asphalt were laid and {m} guardrails replaced.",
      "The bridge has four lanes and a separate path for pedestrians and cyclists.", "Residents of {q} no longer need to take the ferry, which stops running in fog.",
      "Every road now has a file of its own, kept by {b}.")),
    (("Tea harvest begins in {p}", "Rice planting peaks in {p}", "{p} farmers save water with new irrigation"),
     ("Tea pickers in {p} went up the hills before dawn as {k} mu of gardens opened for the season.",
      "Rice seedlings are being moved to the fields of {p}, where {n} teams with machines work in shifts."),
     ("Fresh leaves reach the workshop in {q} on the same day.", "Each mu needs {m} cubic meters less water than a year ago, according to {b}.",
      "Technicians visit the fields twice a week and advise on fertilizer.", "{w} said the three varieties chosen this year stand up well to wind.",
      "Straw is baled and sold as fodder at about {m} yuan a ton.")),
    (("Library in {p} extends its hours", "Old stone bridges reopen in {p}", "Craft workshops welcome visitors in {p}"),
     ("Readers in {p} can now stay in the library until 10 pm, {n} days a week.",
      "{n} stone bridges in {p} have reopened to walkers after careful repair {t}."),
     ("A reading room for people with impaired sight has {m} listening devices.", "New stones were cut from an abandoned quarry on the same mountain.",
      "Visitors sit beside the masters and learn to weave bamboo.", "A stone bearing the date of building was found in a pier and given to the museum, said {w}.",
      "On weekends the library receives about {k} visitors.")),
    (("Wetland restored near {p}", "River cleanup completed in {p}", "Small parks bring green to {p}"),
     ("{n} kilometers of river in {p} have been dredged {t}, and reeds were planted along the banks.",
      "About {k} mu of wetland near {p} has been restored, {b} said."),
     ("Egrets came back earlier than usual; up to {m} were counted one evening.", "Water is sampled every four hours and the results are shown on boards by the river.",
      "The smallest of the parks measures only {m} square meters.", "Mud from the river is dried and used in the nurseries of {q}.",
      "{w} said floating waste is now removed on the day it arrives.")),
    (("Clinics in {p} open at night", "Family doctors reach mountain villages in {p}", "Canteens for the elderly open in {p}"),
     ("{n} clinics in {p} now see patients until 9 pm, mostly children and people who need regular medicine.",
      "Family doctors in {p} have opened health files for {k} elderly residents {t}."),
     ("A portable device sends readings to the hospital in {q} within ten minutes.", "Lunch costs {n} yuan for people aged over 80.",
      "Volunteers carry meals to those who cannot leave home.", "{b} paid for new refrigerators in village clinics.",
      "The quality of the service is judged by the residents themselves, {w} said.")),
    (("Cold storage center to be built in {p}", "Solar plant over fish ponds starts up in {p}", "{p} online shops find new customers"),
     ("A solar plant built above fish ponds in {p} was connected to the grid {t}.", "Construction of a cold storage center for {k} tons of fruit has begun in {p}."),
     ("Panels shade the water and the fish do well, said {w}.", "{m} families of growers have signed supply contracts.",
      "Dried bamboo shoots and bean curd from {q} sell best.", "Each company has one contact person at {b} for all of its questions.",
      "Temperatures in the store can be lowered to minus 25 degrees.")),
)

COMMON = ("Visitors from {q} came to see the results and exchanged notes with their hosts.", "The work is to be finished before the end of the year.",
          "Costs are part of the annual budget and open to audit.", "The approach was tried in {q} for {n} months before it was adopted elsewhere.",
          "About {k} people have benefited {t}, {b} said.", "Residents with suggestions may call the hotline or write to the website.")
