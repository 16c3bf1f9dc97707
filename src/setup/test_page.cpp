#include "setup/test_page.h"

namespace platen::setup {

namespace {

constexpr std::chrono::milliseconds look_again{300};
constexpr std::chrono::seconds impatient{60}; // without a word of the job

std::string words_of(const JobEnd& job) {
  return "Job " + std::to_string(job.id) + ": " + job.state +
         (job.message.empty() ? "" : ", " + job.message);
}

} // namespace

std::string TestPage::way_out() const {
  return " (u " + std::string(talk_.leaving().briefly) + "):";
}

// A job that nobody takes is told as a sheet that did not come.
Result<void> TestPage::print() {
  last_.reset();
  auto id = work_.print_test_page(printer_, options_);
  if (!id) {
    talk_.say("The test page cannot be printed: " + id.error().message());
    return {};
  }
  talk_.say("Job " + std::to_string(*id) + " prints the test page.");
  return follow(*id);
}

Result<void> TestPage::follow(std::int64_t id) {
  std::string told;
  std::chrono::milliseconds silence{0};
  for (;;) {
    TRY(last_, work_.job(id));
    if (const std::string words = words_of(*last_); words != told) {
      talk_.say(words);
      told = words;
      silence = {};
    }
    if (last_->over()) return {};
    if (silence >= impatient) {
      silence = {};
      TRY(const char what,
          talk_.letter("Nothing happens. w waits on, d asks the doctor, g goes on" + way_out(),
                       "wdg"));
      if (what == 'd') TRY_VOID(ask_doctor());
      if (what == 'g') return {};
    }
    TRY_VOID(talk_.wait(look_again));
    silence += look_again;
  }
}

Result<bool> TestPage::is_well(const Json& question) {
  const bool no_sheet = text_in(question, "id") == "sheet" && (!last_ || !last_->printed());
  if (no_sheet) return false; // known without asking
  return talk_.yes(text_in(question, "question"), true);
}

Result<void> TestPage::ask_doctor() {
  auto answer = work_.server().get("doctor?printer=" + printer_);
  if (!answer) {
    talk_.say("The doctor cannot be asked: " + answer.error().message());
    return {};
  }
  std::size_t told = 0;
  const auto findings = answer->find("findings");
  if (findings != answer->end() && findings->is_array())
    for (const Json& one : *findings) {
      const std::string severity = text_in(one, "severity");
      if (severity != "problem" && severity != "warning") continue;
      ++told;
      talk_.say(severity + ": " + text_in(one, "title") + " (" + text_in(one, "code") + ")");
      for (const std::string& advice : texts_in(one, "advice"))
        talk_.say("  " + advice);
    }
  if (told == 0)
    talk_.say("The doctor finds nothing wrong. \"platen doctor -d " + printer_ +
              "\" tells all that it looked at.");
  return {};
}

Result<bool> TestPage::change_setting(const Json& question) {
  const auto settings = texts_in(question, "settings");
  TRY(const Json all, work_.server().get("printers/" + printer_ + "/options"));
  for (const std::string& setting : settings)
    for (const Json& option : all) {
      if (text_in(option, "name") != setting) continue;
      const auto values = texts_in(option, "values");
      std::string list = setting + " (now " + text_in(option, "default") + "):";
      for (std::size_t i = 0; i < values.size(); ++i)
        list += "\n  " + std::to_string(i + 1) + " " + values[i];
      talk_.say(list);
      std::string words;
      TRY(const std::size_t number, talk_.number("Which number? Enter leaves it:",
                                                 values.size() > 1 ? values.size() : 0, words));
      if (number == 0) continue;
      if (auto set = work_.set_defaults(printer_, {{setting, values[number - 1]}}); !set) {
        talk_.say("The server says: " + set.error().message() + ".");
        continue;
      }
      std::erase_if(options_, [&](const auto& one) { return one.first == setting; });
      options_.emplace_back(setting, values[number - 1]);
      return true;
    }
  return false;
}

Result<TestPage::Next> TestPage::help(const Json& question) {
  for (const std::string& advice : texts_in(question, "advice"))
    talk_.say("  " + advice);
  const bool has_settings = !texts_in(question, "settings").empty();
  for (;;) {
    TRY(const char what,
        talk_.letter(has_settings
                         ? "p prints it again, s changes a setting, d asks the doctor, g goes on "
                           "all the same" +
                               way_out()
                         : "p prints it again, d asks the doctor, g goes on all the same" +
                               way_out(),
                     has_settings ? "psdg" : "pdg"));
    if (what == 'p') return Next::again;
    if (what == 'g') return Next::go_on;
    if (what == 'd') TRY_VOID(ask_doctor());
    if (what == 's') {
      TRY(const bool changed, change_setting(question));
      if (changed) return Next::again;
    }
  }
}

Result<void> TestPage::run() {
  TRY_VOID(print());
  TRY(const Json questions, work_.server().get("printers/" + printer_ + "/test-page/questions"));
  if (!questions.is_array()) return {};
  for (std::size_t at = 0; at < questions.size();) {
    const Json& question = questions[at];
    TRY(const bool well, is_well(question));
    if (!well) {
      TRY(const Next next, help(question));
      if (next == Next::again) {
        TRY_VOID(print());
        at = last_ && last_->printed() ? at : 0;
        continue;
      }
      complaints_.push_back(text_in(question, "id"));
      if (text_in(question, "id") == "sheet") return {}; // there is nothing to look at
    }
    ++at;
  }
  return {};
}

} // namespace platen::setup
