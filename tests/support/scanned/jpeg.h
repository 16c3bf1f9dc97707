#pragma once

#include "scan/page/page_image.h"

namespace platen::test {

// The page as it is behind a JPEG of this quality.
void through_jpeg(scan::PageImage& page, int quality);

} // namespace platen::test
