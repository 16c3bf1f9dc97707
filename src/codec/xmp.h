#pragma once

#include "base/bytes.h"
#include "image/picture_facts.h"

namespace platen::codec {

inline constexpr std::size_t xmp_bytes_limit = std::size_t{1} << 20; // of a packet that is read

// Title, description, creators, rights and date of an XMP packet (ISO 16684-1: dc:title,
// dc:description, dc:creator, dc:rights, photoshop:DateCreated, else xmp:CreateDate). Of texts in
// several languages the default one. The packet is not trusted: no document type, no entity but
// XML's own, nothing is fetched; what is damaged or too large says nothing, as the picture itself
// is not at fault.
PictureFacts read_xmp(Bytes packet);

// What a picture says in up to three ways: XMP's words before IPTC's before its own. Where nobody
// gives a title, the description is one.
PictureFacts merged(PictureFacts xmp, const PictureFacts& iptc, const PictureFacts& own);

} // namespace platen::codec
