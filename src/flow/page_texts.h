#pragma once

#include "model/ticket.h"
#include "render/imposition.h"

#include <cstdint>
#include <string>

namespace platen::flow {

// What the texts on a job's pages may name.
struct TextFacts {
  std::int32_t page = 1, pages = 1; // of the document
  std::int64_t created = 0;         // seconds since 1970: when the job came
  std::string user, title;
};

std::string date_and_time(std::int64_t created); // "2026-11-29 14:05", local

// What lies below and above a page of so many points; without texts: nothing is written there.
struct PageTexts {
  render::TextPage under, over;
};
PageTexts page_texts(const model::OfficeLayout& office, Points width, Points height,
                     const TextFacts& facts);

} // namespace platen::flow
