#pragma once

#include "flow/arrangement.h"
#include "flow/page_layers.h"

#include <functional>

namespace platen::flow {

// Of a page of a job: how many pages its document has, its user, and so on.
using FactsOf = std::function<TextFacts(const layout::Cell& cell)>;

// What is written on the sides whose pages are pictures, as the pages of a document: those become
// their compositions' `written`. The pictures themselves stay as they are, in all their quality.
// Null where no side has any. Errors: those of the workers.
Result<std::unique_ptr<render::Document>>
write_on_pictures(std::vector<Side>& sides, const Documents& documents, const JobPlan& plan,
                  const Letterheads& letterheads, const FactsOf& facts, const Writing& how);

} // namespace platen::flow
