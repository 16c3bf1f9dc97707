#pragma once

#include "base/bytes.h"
#include "image/picture_facts.h"

namespace platen::codec {

// The IPTC record among Photoshop's image resources (what follows "Photoshop 3.0\0" in JPEG's
// APP13); empty where there is none. Source: Photoshop File Formats Specification, image resource
// 0x0404.
Bytes photoshop_iptc(Bytes resources);

// Title, description, creators, date and copyright of an IPTC-NAA record (IIM 4.2, datasets 2:05,
// 2:120, 2:80, 2:55, 2:116).
// What is damaged ends the reading: the picture itself is not at fault.
PictureFacts read_iptc(Bytes record);

} // namespace platen::codec
