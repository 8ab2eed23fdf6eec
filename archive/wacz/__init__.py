"""Packages for exchange and replay: WACZ 1.1.1 (Web Archive Collection Zipped), of whole collections or of what is new in them."""
