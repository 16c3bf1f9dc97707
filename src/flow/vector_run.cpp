#include "flow/vector_run.h"

namespace platen::flow {

render::PointMatrix matrix_of(const layout::Placement& at, const render::PageInfo& page,
                              double rows, Dpi resolution) {
  const double points = 72.0 / resolution.v;
  const double x = at.x * points;
  const double y = (rows - at.y - at.height) * points;
  const double w = at.width * points;
  const double h = at.height * points;
  const double pw = page.width.v;
  const double ph = page.height.v;
  switch (at.quarter_turns & 3) {
  case 0:
    return {w / pw, 0, 0, h / ph, x, y};
  case 1:
    return {0, -h / pw, w / ph, 0, x, y + h};
  case 2:
    return {-w / pw, 0, 0, -h / ph, x + w, y + h};
  default:
    return {0, h / pw, -w / ph, 0, x + w, y};
  }
}

void set_matrix(render::VectorRun& run, const layout::Placement& at, const render::PageInfo& page,
                Dpi resolution) {
  const render::PointMatrix m = matrix_of(at, page, run.height, resolution);
  run.a = m.a, run.b = m.b, run.c = m.c, run.d = m.d, run.e = m.e, run.f = m.f;
}

} // namespace platen::flow
