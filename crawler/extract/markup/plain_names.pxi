# Part of `walking.pyx`: names that say nothing of a box, told by their letters.

from libc.string cimport memset, strstr

cdef extern from "string.h":
    const char* strcasestr(const char*, const char*) noexcept

cdef enum:
    LONGEST = 100
    SHORT = 4
"""Characters of a name that is looked at, and at least of a part behind a digit: shorter ones are none."""

cdef unsigned char words[8192]
"""A bit for each known word, of those that their letters lead to."""


def know(known):
    """Takes in the words of which names that say something of a box are made, in small letters."""
    cdef unsigned int made
    memset(words, 0, sizeof(words))
    for word in known:
        made = 0
        for letter in word.encode():
            made = made * 31 + <unsigned int> letter
        words[place_of_word(made)] |= 1 << (made & 7)


cdef inline unsigned int place_of_word(unsigned int made) noexcept:
    return ((made >> 3) ^ (made >> 17)) & 8191


cdef inline bint may_be_known(unsigned int made) noexcept:
    return words[place_of_word(made)] >> (made & 7) & 1


def are_plain(str names):
    """Whether no name of a class attribute, or id, is made of a known word: False is not certain."""
    octets = names.encode()
    return are_plain_octets(octets)


cdef bint are_plain_octets(const unsigned char* sign) noexcept:
    """The same; of names with letters beyond ASCII, and of long ones, the answer is no."""
    cdef const unsigned char* start = sign
    cdef const unsigned char* begin
    while sign[0]:
        begin = sign
        while sign[0] and not is_blank(sign[0]):
            if sign[0] >= 128:
                return False
            sign += 1
        if sign - begin > LONGEST or not is_plain(begin, sign):
            return False
        while is_blank(sign[0]):
            sign += 1
    return strcasestr(<const char*> start, "breadcrumb") is NULL and strstr(<const char*> start, "d-print-") is NULL


cdef bint is_plain(const unsigned char* begin, const unsigned char* end) noexcept:
    """Whether no word is made of one to three neighbouring parts of a name, joined."""
    cdef const unsigned char* at = begin
    cdef unsigned int one = 0, two = 0, three = 0
    cdef int parts = 0
    cdef Py_ssize_t size
    cdef bint has_capital = False
    while at < end:
        if at[0] == 58 or at[0] == 91:  # `md:flex`, `top-[3px]`: how something is drawn
            return True
        has_capital = has_capital or is_capital(at[0])
        at += 1
    at = begin
    while at < end:
        size = capital_part(begin, at, end) if has_capital else small_part(begin, at, end)
        if not size:
            at += 1
            continue
        three, two, one, parts = two, one, 0, parts + 1
        while size:
            one, two, three = one * 31 + (at[0] | 32), two * 31 + (at[0] | 32), three * 31 + (at[0] | 32)
            at, size = at + 1, size - 1
        if may_be_known(one) or (parts > 1 and may_be_known(two)) or (parts > 2 and may_be_known(three)):
            return False
    return True


cdef inline Py_ssize_t small_part(const unsigned char* begin, const unsigned char* at, const unsigned char* end) noexcept:
    """Letters of the part that begins at a place of a name without capitals; 0: none does. As `marks._LOWER_PARTS` has it."""
    cdef Py_ssize_t size = 0
    if at > begin and is_small(at[-1]):
        return 0
    while at + size < end and is_small(at[size]):
        size += 1
    return 0 if size < SHORT and at > begin and is_digit(at[-1]) else size


cdef inline Py_ssize_t capital_part(const unsigned char* begin, const unsigned char* at, const unsigned char* end) noexcept:
    """The same of a name with capitals, as `marks._PARTS` has it: its four alternatives in turn."""
    cdef unsigned char before = at[-1] if at > begin else 0
    cdef Py_ssize_t small = 0, capital = 0
    if is_small(at[0]):
        while at + small < end and is_small(at[small]):
            small += 1
        if not is_small(before) and (not is_digit(before) or small >= SHORT):
            return small
        return 0
    while at + capital < end and is_capital(at[capital]):
        capital += 1
    if capital == 1:
        while at + 1 + small < end and is_small(at[1 + small]):
            small += 1
        if not is_digit(before) or (small >= SHORT and not is_small(before)):
            return 1 + small
        return 0
    if at + capital < end and is_small(at[capital]):
        capital -= 1
    return capital if not is_digit(before) or capital >= SHORT else 0


cdef inline bint is_small(unsigned char sign) noexcept:
    return 97 <= sign <= 122


cdef inline bint is_capital(unsigned char sign) noexcept:
    return 65 <= sign <= 90


cdef inline bint is_digit(unsigned char sign) noexcept:
    return 48 <= sign <= 57


cdef inline bint is_blank(unsigned char sign) noexcept:
    return sign == 32 or 9 <= sign <= 13 or 28 <= sign <= 31
