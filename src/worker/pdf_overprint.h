#pragma once

#include <vector>

#include <qpdf/QPDFPageObjectHelper.hh>

namespace platen::worker {

// Of each page whether it paints something but full black over other inks (overprint_scan.h),
// itself, in what it draws, or in its annotations. What cannot be read does not count; where there
// is more to look at than there is time for, it does: such a page comes out right all the same. No
// exception comes out.
std::vector<bool> overprints(const std::vector<QPDFPageObjectHelper>& pages);

} // namespace platen::worker
