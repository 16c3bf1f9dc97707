#include "encode/ivec/pwg_writer.h"

#include "encode/raster/page_header.h"
#include "encode/raster/raster_writer.h"

namespace platen::encode {

std::unique_ptr<SideEncoder> make_pwg_writer(const PwgPage& page, ByteSink& out) {
  EXPECTS(page.shape.format.depth != Depth::bits1);
  RasterPage fields;
  fields.shape = page.shape;
  fields.resolution = page.resolution;
  fields.media = page.media;
  fields.media_type = page.media_type;
  fields.size_name = page.size_name;
  fields.total_pages = 1;
  fields.adobe_rgb = page.adobe_rgb;
  fields.image = {0, 0, page.shape.width, page.shape.height}; // the whole raster
  return make_raster_writer(page.shape, std::string(pwg_sync_word) + pwg_page_header(fields), out);
}

} // namespace platen::encode
