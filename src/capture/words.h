#pragma once

#include "capture/entry.h"
#include "wire/ufr2/cpca.h"
#include "wire/ufr2/tags.h"

// What the sources say of the parts of a job, in words (docs/protocols/ufr2-lt.md §3, §4).
namespace platen::capture {

// "job start"; empty: no source names it.
std::string_view command_name(std::uint16_t command);

// `offset`: of the attribute's value, or of the tag, in the file.
Entry attribute_entry(const ufr2::CpcaAttribute& attribute, std::uint64_t offset);
Entry tag_entry(const ufr2::Tag& tag, std::uint64_t offset);

} // namespace platen::capture
