#pragma once

#include "flow/side_maker.h"
#include "halftone/screen.h"

#include <deque>
#include <mutex>
#include <optional>

namespace platen::flow {

// Sides that one Ghostscript draws, in ascending order.
struct Stream {
  std::vector<std::size_t> sides;
  render::VectorRun run; // without its screen
  bool letters = false;  // all pages are: they need their renderer for a moment only
};

// Consecutive sides of one geometry are dealt out to some streams, `workers` at most, turn by turn:
// each Ghostscript draws its next side while the others' are being sent. Blank sides are in none.
// Where all pages are letters, there is one stream at a time, which the workers share.
std::deque<Stream> plan_streams(const JobContext& job, std::span<const Side> sides,
                                std::size_t workers);

// A stream as some, for a job of so many pages.
std::deque<Stream> deal_out(const JobContext& job, Stream stream, std::size_t workers);

// A renderer at work on a stream: the payloads of its sides, one after the other. Of a stream of
// letters several threads may make payloads, each of another side.
class StreamDrawing {
public:
  // All of them outlive it. `screen`: where the renderer makes the dots; nothing for 8-bit pages.
  StreamDrawing(const JobContext& job, std::span<const Side> sides, Stream stream,
                const std::optional<halftone::Screen>& screen);

  bool letters() const { return stream_.letters; }
  // Held by the thread that calls any of the others, where there are several.
  std::mutex& turn() { return turn_; }
  bool done() const { return next_ == stream_.sides.size(); }
  std::size_t next_side() const { return stream_.sides[next_]; } // until done()
  std::size_t last_side() const { return stream_.sides.back(); }
  // Of next_side(). Gives up `turn`, if it is held, where the rest needs nothing of this.
  Result<Spool> next(std::unique_lock<std::mutex>& turn);
  // The sides from next_side() on, to be drawn plainly elsewhere; this is done() then.
  Stream take_rest();
  std::vector<std::string> last_words(); // when done(): what was odd about the pages, for people

private:
  Result<Spool> draw(const Side& side, std::unique_lock<std::mutex>& turn);
  bool begin_again_plainly(std::size_t failed, const Error& error);

  const JobContext& job_;
  const std::span<const Side> sides_;
  Stream stream_;
  const std::optional<halftone::Screen>& screen_;
  std::optional<Result<std::unique_ptr<render::PageStream>>> pages_; // none: not begun
  std::mutex turn_;
  std::size_t next_ = 0;
  std::vector<std::string> words_; // of a renderer that was given up
};

} // namespace platen::flow
