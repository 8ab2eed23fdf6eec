# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False
"""The walk of a page over the parser's own nodes, for where there is a C compiler: elements become Python's
objects only where a box, an anchor's text or a picture is found. It takes the place of `walking.py`, which says in Python what is done
here and why; tests compare both."""

from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.stdint cimport uintptr_t
from libc.stdlib cimport free, realloc
from libc.string cimport strcmp, strlen
from lxml.includes cimport tree
from lxml.includes.etreepublic cimport _Document, _Element, elementFactory, import_lxml__etree, namespacedName

import_lxml__etree()

from crawler.extract.markup.steps import PLAIN

include "plain_names.pxi"

cdef enum:
    BOX = -1
    LINE_END = 0
    ANCHOR = 1
    SPAN = 2
    STRONG = 3
    RUNNING = 4
    PICTURE = 5
    PASSED = 9
    SEEN = 256
"""As `steps` numbers them; and how many names of tags, and of attributes, are remembered of a page."""



cdef struct Tag:
    const tree.xmlChar* name
    int code
    int number


cdef struct Attribute:
    const tree.xmlChar* name
    void* told  # the name as `telling` has it; NULL: it says nothing of a box


cdef class Walk:
    """One walk. Attributes are what the Python version has as local names."""

    cdef _Document document
    cdef tree.xmlNode* top
    cdef tree.xmlNode* strong
    cdef tree.xmlNode* open_anchor
    cdef tree.xmlNode** waiting
    cdef Py_ssize_t waits
    cdef Py_ssize_t room
    cdef Tag seen[SEEN]
    cdef Tag foreign
    cdef Attribute known[SEEN]
    cdef list tags
    cdef dict codes
    cdef dict telling
    cdef object dropped
    cdef object anchor
    cdef list runs
    cdef object box
    cdef object out
    cdef bint plain
    cdef object flush
    cdef object single
    cdef object leave
    cdef object is_preformatted
    cdef object is_hidden

    def __cinit__(self):
        self.waiting = NULL
        self.waits = self.room = 0
        self.strong = self.open_anchor = NULL
        for number in range(SEEN):
            self.seen[number].name = self.known[number].name = NULL

    def __dealloc__(self):
        free(self.waiting)

    def __init__(self, _Element root, dropped, out, dict codes, dict telling, steps):
        self.document, self.top = root._doc, root._c_node
        self.dropped, self.out, self.codes, self.telling, self.tags = dropped, out, codes, telling, []
        self.flush, self.single, self.leave, self.is_preformatted, self.is_hidden = steps
        self.box, self.anchor, self.runs, self.plain = out.boxes[0], None, None, False

    cdef Tag* tag_of(self, tree.xmlNode* node) except NULL:
        """The node's tag. Names are one string for all elements of a tag, so that they are told by where they stand."""
        cdef Tag* tag = &self.seen[place_of(node.name)] if node.ns is NULL else &self.foreign
        if tag.name is not node.name or node.ns is not NULL:
            name = namespacedName(node)
            tag.name, tag.code, tag.number = node.name, self.codes.get(name, BOX), <int> len(self.tags)
            self.tags.append(name)
        return tag

    cdef walk(self):
        """Lays the page out; the last run is flushed even if there is none."""
        cdef tree.xmlNode* node = self.top
        cdef tree.xmlNode* inner = first_element(node.children)
        cdef bint descends
        text = text_from(node.children)
        if text:
            self.runs, self.plain = [(text, None)], True
        if inner is not NULL:
            node = inner
            while True:
                descends = self.enter(node)
                if descends:
                    self.say(node.children)
                    inner = first_element(node.children)
                    if inner is not NULL:
                        node = inner
                        continue
                self.close(node, descends)
                inner = first_element(node.next)
                while inner is NULL:
                    node = node.parent
                    if node is self.top:
                        break
                    self.close(node, True)
                    inner = first_element(node.next)
                if inner is NULL:
                    break
                node = inner
        if self.runs is None:
            self.runs = [("", None)]
        self.end_run(False)

    cdef bint enter(self, tree.xmlNode* node) except -1:
        """Whether what the element holds is walked through; what its beginning means is done."""
        cdef Tag* tag
        cdef int code
        if node.type != tree.XML_ELEMENT_NODE:
            return False
        if self.dropped is not None and node._private is not NULL and elementFactory(self.document, node) in self.dropped:
            return False
        tag = self.tag_of(node)
        code = tag.code
        if code == BOX:
            if self.runs is not None:
                self.end_run(False)
            self.wait_for(node)
        elif code == ANCHOR:
            if attribute(node, "href") is not NULL:
                self.open_anchor, self.anchor = node, None
        elif code == SPAN:
            return (attribute(node, "hidden") is NULL and attribute(node, "style") is NULL) \
                or not self.is_hidden(elementFactory(self.document, node))
        elif code == STRONG:
            if self.strong is NULL:
                self.strong = node
        elif code == LINE_END:
            if self.runs is not None:
                self.end_run(strcmp(<const char*> node.name, "br") == 0)
        elif code == PASSED:
            return False
        elif code != RUNNING:
            return self.look_closely(node, code)
        return True

    cdef bint look_closely(self, tree.xmlNode* node, int code) except -1:
        cdef list begun = self.begun() if code == PICTURE else []
        cdef bint any_begun = len(begun) > 0
        around = self.tags[self.tag_of(self.waiting[self.waits - 1]).number] if self.waits else self.box.tag
        code, self.box = self.single(self.out, elementFactory(self.document, node), code, self.box, begun, around)
        if any_begun and not begun:
            self.waits = 0
        return code != PASSED

    cdef int close(self, tree.xmlNode* node, bint was_open) except -1:
        """Does what the element's end means, and reads on to the next."""
        cdef int code
        if was_open:
            code = self.tag_of(node).code
            if code == BOX:
                if self.runs is not None:
                    self.end_run(False)
                if self.waits:
                    self.waits -= 1
                else:
                    self.box = self.leave(self.out, self.box)
            elif code == ANCHOR:
                self.open_anchor, self.anchor = NULL, None
            elif node is self.strong:
                self.strong = NULL
        self.say(node.next)
        return 0

    cdef int say(self, tree.xmlNode* node) except -1:
        """Adds the text that begins with a node to the run; blanks only within one."""
        cdef tree.xmlNode* start = text_node(node)
        if start is NULL or (self.runs is None and are_blanks(start)):
            return 0
        text = text_from(start)
        if not text.isspace():
            if self.runs is None:
                self.runs = []
            self.plain = self.plain or self.strong is NULL
        elif self.runs is None:
            return 0
        elif text[0] != "\n" or not self.keeps_lines():
            text = " "
        if self.anchor is None and self.open_anchor is not NULL:
            self.anchor = elementFactory(self.document, self.open_anchor)
        self.runs.append((text, self.anchor))
        return 0

    cdef bint keeps_lines(self) except -1:
        cdef tree.xmlNode* node
        if self.waits:
            node = self.waiting[self.waits - 1]
            return node.ns is NULL and strcmp(<const char*> node.name, "pre") == 0
        return self.is_preformatted(self.box)

    cdef int end_run(self, bint broken) except -1:
        """Makes a block of the run, and boxes of those that were waiting for one, unless the run is blank."""
        cdef list begun = self.begun() if self.waits else []
        self.box = self.flush(self.out, self.runs, self.box, begun, self.plain, broken)
        if self.waits and not begun:
            self.waits = 0
        self.runs, self.plain = None, False
        return 0

    cdef int wait_for(self, tree.xmlNode* node) except -1:
        cdef tree.xmlNode** more
        if self.waits == self.room:
            more = <tree.xmlNode**> realloc(self.waiting, (self.room + 256) * sizeof(tree.xmlNode*))
            if more is NULL:
                raise MemoryError
            self.waiting, self.room = more, self.room + 256
        self.waiting[self.waits] = node
        self.waits += 1
        return 0

    cdef list begun(self):
        """The boxes that are waiting, as `steps.Begun` has them."""
        cdef Py_ssize_t number
        cdef tree.xmlNode* node
        found = []
        for number in range(self.waits):
            node = self.waiting[number]
            found.append((elementFactory(self.document, node), self.tags[self.tag_of(node).number], self.told(node)))
        return found

    cdef list told(self, tree.xmlNode* node):
        """The attributes that say something of a box; None: there are none."""
        cdef tree.xmlAttr* attr = node.properties
        cdef list found = None
        cdef void* name
        cdef bint plain
        while attr is not NULL:
            name = self.name_of(attr)
            plain = name is not NULL and says_nothing(attr)
            if name is not NULL and not (plain and strcmp(<const char*> attr.name, "id") == 0):
                if found is None:
                    found = []
                value = value_of(attr)
                found.append((PLAIN if plain else <object> name, value))
            attr = attr.next
        return found

    cdef void* name_of(self, tree.xmlAttr* attr) except? NULL:
        """The name of an attribute that says something of a box."""
        cdef Attribute* known = &self.known[place_of(attr.name)]
        if known.name is not attr.name:
            name = self.telling.get(PyUnicode_DecodeUTF8(<const char*> attr.name, strlen(<const char*> attr.name), NULL))
            known.name, known.told = attr.name, NULL if name is None else <void*> name
        return known.told if attr.ns is NULL else NULL


cdef inline bint says_nothing(tree.xmlAttr* attr) noexcept:
    """Whether an attribute is a class or id that is made of no known word."""
    if strcmp(<const char*> attr.name, "class") and strcmp(<const char*> attr.name, "id"):
        return False
    return attr.children is not NULL and attr.children.next is NULL and attr.children.content is not NULL \
        and are_plain_octets(<const unsigned char*> attr.children.content)


cdef inline size_t place_of(const tree.xmlChar* name) noexcept:
    """Where a name is remembered, by where it stands."""
    return (<uintptr_t> name ^ (<uintptr_t> name >> 8)) % SEEN


cdef str value_of(tree.xmlAttr* attr):
    cdef tree.xmlNode* part = attr.children
    value = ""
    while part is not NULL:
        if part.content is not NULL:
            value += PyUnicode_DecodeUTF8(<const char*> part.content, strlen(<const char*> part.content), NULL)
        part = part.next
    return value


cdef inline tree.xmlAttr* attribute(tree.xmlNode* node, const char* name) noexcept:
    cdef tree.xmlAttr* attr = node.properties
    while attr is not NULL and (attr.ns is not NULL or strcmp(<const char*> attr.name, name) != 0):
        attr = attr.next
    return attr


cdef inline tree.xmlNode* first_element(tree.xmlNode* node) noexcept:
    """The first of some siblings that lxml takes for an element: a comment is one; NULL where there is none."""
    while node is not NULL and node.type != tree.XML_ELEMENT_NODE and node.type != tree.XML_COMMENT_NODE \
            and node.type != tree.XML_ENTITY_REF_NODE and node.type != tree.XML_PI_NODE:
        node = node.next
    return node


cdef inline tree.xmlNode* text_node(tree.xmlNode* node) noexcept:
    """The node, or the next, if it is of the text before the next element; NULL where there is no more of it."""
    while node is not NULL and (node.type == tree.XML_XINCLUDE_START or node.type == tree.XML_XINCLUDE_END):
        node = node.next
    return node if node is not NULL and (node.type == tree.XML_TEXT_NODE or node.type == tree.XML_CDATA_SECTION_NODE) else NULL


cdef bint are_blanks(tree.xmlNode* node) noexcept:
    """Whether a text is blanks of ASCII alone."""
    cdef const unsigned char* sign
    while node is not NULL:
        sign = <const unsigned char*> node.content
        while sign[0] == 32 or 9 <= sign[0] <= 13 or 28 <= sign[0] <= 31:
            sign += 1
        if sign[0]:
            return False
        node = text_node(node.next)
    return True


cdef str text_from(tree.xmlNode* node):
    """The text that begins with a node and ends before the next element; None where there is none."""
    cdef str text = None
    node = text_node(node)
    while node is not NULL:
        part = PyUnicode_DecodeUTF8(<const char*> node.content, strlen(<const char*> node.content), NULL)
        text = part if text is None else text + part
        node = text_node(node.next)
    return text


def walk(_Element root not None, dropped, out, dict codes, dict telling, steps):
    """Walks through what an element holds: see `walking.py`."""
    Walk(root, dropped, out, codes, telling, steps).walk()
