#pragma once

#include "setup/talk.h"
#include "setup/wishes.h"

namespace platen::setup {

// Setting a printer up, step by step, with a person: find, choose, name, add, print, look. An
// error, Errc::cancelled among them, leaves what was made in `workshop`: take_back() removes it.
class Conversation {
public:
  Conversation(Workshop& workshop, Person& person, Wishes wishes)
      : workshop_(workshop), talk_(person), wishes_(std::move(wishes)) {}
  Result<Outcome> run();

private:
  Result<void> choose_device();
  Result<std::vector<Device>> look(const std::string& host);
  Result<bool> take(const Device& device);
  Result<bool> choose_model(const Device& device);
  Result<void> add();
  Result<std::string> ask_name(const std::vector<std::string>& taken, std::string proposal);
  Result<void> settle();
  Result<void> add_scanner();

  Workshop& workshop_;
  Talk talk_;
  Wishes wishes_;
  Json models_;
  Outcome outcome_;
};

} // namespace platen::setup
