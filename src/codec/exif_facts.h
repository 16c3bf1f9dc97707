#pragma once

#include "base/bytes.h"
#include "image/picture_facts.h"

#include <string>
#include <string_view>

namespace platen::codec {

// The words of an EXIF block (as read_exif() takes it). Source: CIPA DC-008 (Exif 2.32), 4.6.
PictureFacts read_exif_facts(Bytes tiff);

// Foreign text as UTF-8 in one line: what is not UTF-8 counts as Latin-1; blanks at the ends are
// dropped, control characters are blanks, at most 200 characters are kept.
std::string fact_text(std::string_view raw);
// "2024:05:17 10:20:30" or "20240517" -> "2024-05-17"; empty for anything else.
std::string fact_date(std::string_view raw);
// One name more in a list of them, which stays short.
void add_name(std::string& names, const std::string& name);
// Many makers repeat their name in that of the model.
std::string camera_name(const std::string& make, const std::string& model);

// What `facts` does not say is taken from `others`.
void fill_in(PictureFacts& facts, const PictureFacts& others);

} // namespace platen::codec
