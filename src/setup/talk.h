#pragma once

#include "setup/server.h"

namespace platen::setup {

// What "u" does, in words behind it.
struct Leaving {
  std::string_view briefly, wholly;
};
inline constexpr Leaving undoing{"undoes", "takes back what was made and ends"};
inline constexpr Leaving ending{"ends", "ends, and changes nothing more"};

// Questions to a person. "u" (or "undo", "quit") at any of them is Errc::cancelled, as is an
// interrupt: whoever began takes back what was made.
class Talk {
public:
  explicit Talk(Person& person, Leaving leaving = undoing) : person_(person), leaving_(leaving) {}
  const Leaving& leaving() const { return leaving_; }
  void say(const std::string& text) { person_.say(text); }
  Result<void> wait(std::chrono::milliseconds time) { return person_.wait(time); }
  // An empty answer is `otherwise`.
  Result<std::string> ask(const std::string& question, const std::string& otherwise = "");
  Result<bool> yes(const std::string& question, bool otherwise);
  // One of the letters; asks again until it is one. An empty answer is the first.
  Result<char> letter(const std::string& question, std::string_view letters);
  // A number of 1 to `most`; 0: the answer is something else, in `words`.
  Result<std::size_t> number(const std::string& question, std::size_t most, std::string& words);

private:
  Person& person_;
  Leaving leaving_;
};

} // namespace platen::setup
