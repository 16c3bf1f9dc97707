#include "virtual/scanner/feeder.h"

namespace platen::twin::scanner {

bool Feeder::loaded() {
  if (back_waits()) return true;
  const auto pages = stack_.pages();
  return pages.size() > (path_ ? (path_->back ? 2u : 1u) : 0u);
}

Result<Picture> Feeder::draw_in(bool both_sides) {
  if (back_waits() && both_sides) {
    if (!path_->back) return Picture{};
    return stack_.read(*path_->back);
  }
  put_out();
  return front_of_next(both_sides);
}

Result<Picture> Feeder::front_of_next(bool both_sides) {
  const auto pages = stack_.pages();
  if (pages.empty()) return fail(Errc::not_found, "the feeder is empty");
  TRY(Picture picture, stack_.read(pages[0]));
  InPath sheet{pages[0], std::nullopt, both_sides, false};
  if (!terms_.blank_backs && (both_sides || terms_.two_sided) && pages.size() > 1)
    sheet.back = pages[1];
  path_ = std::move(sheet);
  ++sheets_;
  log_.line("sheet " + std::to_string(sheets_) + ": drawn in, " + pages[0]);
  return picture;
}

void Feeder::side_done() {
  if (!path_) return;
  if (path_->both_sides && !path_->front_done)
    path_->front_done = true;
  else
    put_out();
}

void Feeder::put_out() {
  if (!path_) return;
  take_out(path_->front);
  if (path_->back) take_out(*path_->back);
  path_.reset();
  log_.line("sheet " + std::to_string(sheets_) + ": out");
}

void Feeder::take_back() {
  if (!path_) return;
  path_.reset();
  --sheets_;
  log_.line("sheet " + std::to_string(sheets_ + 1) + ": back in the feeder");
}

void Feeder::take_out(const std::string& page) {
  if (const auto taken = stack_.take_out(page); !taken) log_.line(taken.error().message());
}

} // namespace platen::twin::scanner
