#include "layout/grid.h"

#include "model/length.h"

#include <numeric>

namespace platen::layout {

namespace {

constexpr Hmm least_cell{500};

std::int32_t nearest(Hmm length, double dpi) {
  return static_cast<std::int32_t>(std::floor(length.v * dpi / hmm_per_inch + 0.5));
}

std::string mm_text(double pixels, double dpi) {
  return model::to_string(
      Hmm{static_cast<std::int32_t>(std::floor(pixels * hmm_per_inch / dpi + 1e-6))});
}

struct Share {
  std::int32_t first = 0, length = 0;
};

Share share(std::int32_t start, std::int32_t room, std::int32_t count, std::int32_t gap) {
  const std::int64_t left = room - std::int64_t{gap} * (count - 1);
  const auto length = static_cast<std::int32_t>(std::max<std::int64_t>(0, left / count));
  return {start + static_cast<std::int32_t>((left - std::int64_t{length} * count) / 2), length};
}

// How many cells of the least size there may be.
std::int32_t most(std::int32_t room, std::int32_t gap, std::int32_t least) {
  return std::max(1, (room + gap) / (least + gap));
}

} // namespace

Result<std::vector<PixelBox>> contact_cells(const Box& area, const model::PictureLayout& layout,
                                            double dpi) {
  const PixelBox room = pixels_inside(area);
  const std::int32_t gap = nearest(layout.gap, dpi), least = std::max(1, nearest(least_cell, dpi));
  const Share across = share(room.x, room.width, layout.columns, gap);
  const Share down = share(room.y, room.height, layout.rows, gap);
  if (across.length < least || down.length < least)
    return fail(
        Errc::invalid,
        "contact-sheet=" + std::to_string(layout.rows) + "x" + std::to_string(layout.columns) +
            " leaves cells of " + mm_text(across.length, dpi) + " x " + mm_text(down.length, dpi) +
            " on " + mm_text(room.width, dpi) + " x " + mm_text(room.height, dpi) +
            "; with this image-gap there may be " + std::to_string(most(room.height, gap, least)) +
            "x" + std::to_string(most(room.width, gap, least)));
  std::vector<PixelBox> cells;
  for (std::int32_t row = 0; row < layout.rows; ++row)
    for (std::int32_t column = 0; column < layout.columns; ++column)
      cells.push_back({across.first + column * (across.length + gap),
                       down.first + row * (down.length + gap), across.length, down.length});
  return cells;
}

namespace {

// One row of prints.
struct Shelf {
  std::int32_t sheet = 0, y = 0, height = 0, used = 0; // used: across, without a gap at the end
};

struct Piece {
  std::size_t size = 0;
  std::int32_t width = 0, height = 0; // unturned, without its frame: that is upright on the sheet
};

// Shelves filled in the order of the pieces; a new shelf begins with the piece as `lying` says.
class Shelves {
public:
  Shelves(const PixelBox& room, const Beyond& beyond, std::int32_t gap, bool lying)
      : room_(room), beyond_(beyond), gap_(gap), lying_(lying) {}

  void add(const Piece& piece) {
    for (Shelf& shelf : shelves_)
      if (on(shelf, piece, wants_turn(piece)) || on(shelf, piece, !wants_turn(piece))) return;
    const bool turned = fits(piece, wants_turn(piece)) ? wants_turn(piece) : !wants_turn(piece);
    const std::int32_t height = height_of(piece, turned);
    if (shelves_.empty() || bottom_ + gap_ + height > room_.height) {
      if (!shelves_.empty()) ++sheet_;
      bottom_ = -gap_;
    }
    shelves_.push_back({sheet_, bottom_ + gap_, height, -gap_});
    bottom_ += gap_ + height;
    on(shelves_.back(), piece, turned);
  }

  std::int32_t sheets() const { return sheet_ + 1; }
  std::int32_t bottom() const { return bottom_; }
  std::vector<Print> prints() && { return std::move(prints_); }

private:
  bool wants_turn(const Piece& piece) const { return lying_ != (piece.width > piece.height); }
  bool fits(const Piece& piece, bool turned) const {
    return width_of(piece, turned) <= room_.width && height_of(piece, turned) <= room_.height;
  }
  std::int32_t width_of(const Piece& piece, bool turned) const {
    return (turned ? piece.height : piece.width) + beyond_.width;
  }
  std::int32_t height_of(const Piece& piece, bool turned) const {
    return (turned ? piece.width : piece.height) + beyond_.height;
  }
  bool on(Shelf& shelf, const Piece& piece, bool turned) {
    const std::int32_t width = width_of(piece, turned), height = height_of(piece, turned);
    if (height > shelf.height || shelf.used + gap_ + width > room_.width) return false;
    prints_.push_back({shelf.sheet,
                       piece.size,
                       turned,
                       {room_.x + shelf.used + gap_, room_.y + shelf.y, width, height}});
    shelf.used += gap_ + width;
    return true;
  }

  const PixelBox room_;
  const Beyond beyond_;
  const std::int32_t gap_;
  const bool lying_;
  std::vector<Shelf> shelves_;
  std::int32_t sheet_ = 0, bottom_ = 0;
  std::vector<Print> prints_;
};

// All prints of a sheet together into the middle of it.
void centre(std::vector<Print>& prints, const PixelBox& room, std::int32_t sheets) {
  for (std::int32_t sheet = 0; sheet < sheets; ++sheet) {
    std::int32_t right = room.x, bottom = room.y;
    for (const Print& print : prints)
      if (print.sheet == sheet) {
        right = std::max(right, print.box.right());
        bottom = std::max(bottom, print.box.bottom());
      }
    for (Print& print : prints)
      if (print.sheet == sheet) {
        print.box.x += (room.right() - right) / 2;
        print.box.y += (room.bottom() - bottom) / 2;
      }
  }
}

} // namespace

Result<std::vector<Print>> pack(const Box& area, const std::vector<model::PrintSize>& sizes,
                                const Beyond& beyond, std::int32_t gap, double dpi) {
  const PixelBox room = pixels_inside(area);
  std::vector<Piece> pieces;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const std::int32_t width = std::max(1, nearest(sizes[i].width, dpi));
    const std::int32_t height = std::max(1, nearest(sizes[i].height, dpi));
    const std::int32_t wide = room.width - beyond.width, high = room.height - beyond.height;
    const bool fits = (width <= wide && height <= high) || (height <= wide && width <= high);
    if (!fits)
      return fail(Errc::invalid,
                  "a print of " + model::to_string(sizes[i]) + " does not fit: there is room for " +
                      mm_text(std::max(0, wide), dpi) + " x " + mm_text(std::max(0, high), dpi));
    pieces.push_back({i, width, height});
  }
  std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) {
    return std::int64_t{a.width} * a.height > std::int64_t{b.width} * b.height;
  });
  Shelves standing(room, beyond, gap, false), lying(room, beyond, gap, true);
  for (const Piece& piece : pieces) {
    standing.add(piece);
    lying.add(piece);
  }
  const bool stand = standing.sheets() != lying.sheets() ? standing.sheets() < lying.sheets()
                                                         : standing.bottom() <= lying.bottom();
  const std::int32_t sheets = stand ? standing.sheets() : lying.sheets();
  std::vector<Print> prints = stand ? std::move(standing).prints() : std::move(lying).prints();
  centre(prints, room, sheets);
  return prints;
}

} // namespace platen::layout
