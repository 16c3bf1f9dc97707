#include "flow/vector_run.h"

namespace platen::flow {

void set_matrix(render::VectorRun& run, const layout::Placement& at, const render::PageInfo& page,
                Dpi resolution) {
  const double points = 72.0 / resolution.v;
  const double x = at.x * points;
  const double y = (run.height - at.y - at.height) * points;
  const double w = at.width * points;
  const double h = at.height * points;
  const double pw = page.width.v;
  const double ph = page.height.v;
  switch (at.quarter_turns & 3) {
  case 0:
    run.a = w / pw, run.b = 0, run.c = 0, run.d = h / ph, run.e = x, run.f = y;
    break;
  case 1:
    run.a = 0, run.b = -h / pw, run.c = w / ph, run.d = 0, run.e = x, run.f = y + h;
    break;
  case 2:
    run.a = -w / pw, run.b = 0, run.c = 0, run.d = -h / ph, run.e = x + w, run.f = y + h;
    break;
  default:
    run.a = 0, run.b = h / pw, run.c = -w / ph, run.d = 0, run.e = x + w, run.f = y;
    break;
  }
}

} // namespace platen::flow
