#pragma once

#include "flow/side_maker.h"
#include "halftone/screen.h"

#include <deque>
#include <optional>

namespace platen::flow {

// Sides that one Ghostscript draws, in ascending order.
struct Stream {
  std::vector<std::size_t> sides;
  render::VectorRun run; // without its screen
};

// Consecutive sides of one geometry are dealt out to some streams, `workers` at most, turn by turn:
// each Ghostscript draws its next side while the others' are being sent. Blank sides are in none.
std::deque<Stream> plan_streams(const JobContext& job, std::span<const Side> sides,
                                std::size_t workers);

// A renderer at work on a stream: the payloads of its sides, one after the other.
class StreamDrawing {
public:
  // All of them outlive it. `screen`: where the renderer makes the dots; nothing for 8-bit pages.
  StreamDrawing(const JobContext& job, std::span<const Side> sides, Stream stream,
                const std::optional<halftone::Screen>& screen);

  const std::vector<std::size_t>& sides() const { return stream_.sides; }
  bool done() const { return next_ == stream_.sides.size(); }
  Result<Spool> next();                  // until done(), or an error
  std::vector<std::string> last_words(); // when done(): what was odd about the pages, for people

private:
  Result<Spool> draw(const Side& side);
  bool begin_again_plainly(const Error& error);

  const JobContext& job_;
  const std::span<const Side> sides_;
  Stream stream_;
  const std::optional<halftone::Screen>& screen_;
  Result<std::unique_ptr<render::PageStream>> pages_;
  std::size_t next_ = 0;
  std::vector<std::string> words_; // of a renderer that was given up
};

} // namespace platen::flow
