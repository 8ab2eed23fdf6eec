cdef bint are_plain_octets(const unsigned char* sign) noexcept
