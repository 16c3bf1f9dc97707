#include "virtual/interpreter.h"
#include "virtual/pclxl/session.h"

#include <algorithm>
#include <cctype>

namespace platen::twin {

namespace pclxl {
namespace {

constexpr std::size_t longest_line = 1024; // docs/protocols/pcl-xl.md §1
constexpr std::size_t endless = 100'000;   // an answer whose end nobody waits for

struct PanelText {
  std::string_view code, display;
  bool online = true;
  bool operator==(const PanelText&) const = default;
};
constexpr PanelText ready{"10001", "Ready"};
// docs/protocols/pjl.md §2 and pcl-xl.md §1; the codes are HP's.
PanelText panel_text(const Condition& now) {
  if (now.jam) return {"40022", "Paper Jam", false};
  if (now.cover_open) return {"40021", "Cover Open", false};
  if (now.wrong_paper) return {"41000", "Load Other Paper", false};
  if (now.paper_out()) return {"41000", "Load Paper", false};
  if (now.supply_empty()) return {"40038", "Replace Toner", false};
  if (now.offline) return {"40079", "Offline", false};
  if (now.supply_low()) return {"10006", "Toner Low"};
  return now.printing ? PanelText{"10023", "Printing"} : ready;
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// Splits "WORD rest".
std::pair<std::string, std::string_view> first_word(std::string_view text) {
  text = trimmed(text);
  const auto end = text.find_first_of(" \t");
  if (end == std::string_view::npos) return {upper(text), {}};
  return {upper(text.substr(0, end)), trimmed(text.substr(end))};
}

// Splits "NAME = value", the value without its quotes.
std::pair<std::string, std::string> setting(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos) return {upper(trimmed(text)), {}};
  std::string_view value = trimmed(text.substr(equals + 1));
  if (value.size() >= 2 && value.front() == '"') {
    value.remove_prefix(1);
    value = value.substr(0, value.find('"'));
  }
  return {upper(trimmed(text.substr(0, equals))), std::string(value)};
}

std::string panel_answer(std::string_view heading, const PanelText& now) {
  return "@PJL " + std::string(heading) + "\r\nCODE=" + std::string(now.code) + "\r\nDISPLAY=\"" +
         std::string(now.display) + "\"\r\nONLINE=" + (now.online ? "TRUE" : "FALSE") + "\r\n\f";
}

// The outer layer: PJL lines, and the PCL XL streams between them.
class PjlHost {
public:
  explicit PjlHost(Line line) : line_(line) {}

  Result<void> run() {
    if (line_.faults != nullptr)
      line_.faults->speak(Faults::WhenStill::stops_reading,
                          [this] { static_cast<void>(tell_changes()); });
    bool more = true;
    while (more) {
      auto step = take_step();
      if (line_.tray.failure()) return Failure(*line_.tray.failure());
      if (!step) { // the stream broke: a truncated line, a lost connection
        TRY_VOID(abort_job(step.error().message()));
        return {};
      }
      more = *step;
    }
    if (line_.tray.job_open())
      return abort_job("the stream ended without @PJL EOJ (at byte " +
                       std::to_string(line_.in.offset()) + ")");
    return {};
  }

private:
  // One thing of the stream: false at its end.
  Result<bool> take_step() {
    static_cast<void>(tell_changes()); // who is gone is noticed by reading
    const std::uint64_t at = line_.in.offset();
    TRY(const Bytes head, line_.in.peek(1));
    if (head.empty()) return false;
    switch (static_cast<char>(std::to_integer<unsigned char>(head[0]))) {
    case '\x1b':
      return universal_exit_at(at);
    case '@':
      return pjl_line(at);
    case ')':
    case '(':
    case '\'':
      return stream(at);
    case '\r':
    case '\n':
    case ' ':
    case '\t':
    case '\f':
    case '\0':
      TRY_VOID(line_.in.skip(1, "white space"));
      return true;
    default:
      return garbage(at, "neither PJL nor PCL XL");
    }
  }

  Result<bool> universal_exit_at(std::uint64_t at) {
    TRY(const Bytes head, line_.in.peek(universal_exit.size()));
    if (head.size() < universal_exit.size() && universal_exit.starts_with(as_text(head)))
      return fail(Errc::malformed, "the stream ends inside the universal exit sequence",
                  at + head.size());
    if (as_text(head) != universal_exit)
      return garbage(at, "an escape that is not the universal exit");
    line_.tray.list(at, "UEL");
    TRY_VOID(line_.in.skip(universal_exit.size(), "the universal exit sequence"));
    return true;
  }

  Result<bool> pjl_line(std::uint64_t at) {
    std::string text;
    for (;;) {
      TRY(const auto byte, line_.in.next());
      if (!byte)
        return fail(Errc::malformed, "the stream ends inside a PJL line", line_.in.offset());
      if (*byte == '\n') break;
      text += static_cast<char>(*byte);
      if (text.size() > longest_line) return garbage(at, "a PJL line longer than 1024 bytes");
    }
    const std::string_view line = trimmed(text);
    if (!line.starts_with("@PJL")) return garbage(at, "a line that does not begin with @PJL");
    line_.tray.list(at, line);
    const auto [command, rest] = first_word(line.substr(4));
    return pjl_command(command, rest, at);
  }

  Result<bool> pjl_command(const std::string& command, std::string_view rest, std::uint64_t at) {
    if (command.empty() || command == "COMMENT" || command == "RESET" || command == "INITIALIZE")
      return true;
    if (command == "USTATUS" || command == "USTATUSOFF") return unsolicited(command, rest);
    if (command == "ENTER") {
      const std::string language = upper(setting(rest).second);
      if (language != "PCLXL") return garbage(at, "the language \"" + language + "\" is not PCLXL");
      return true; // the stream's own header says the rest
    }
    if (command == "JOB") {
      if (line_.tray.job_open())
        TRY_VOID(abort_job("@PJL JOB before the @PJL EOJ of the job before (at byte " +
                           std::to_string(at) + ")"));
      begin_job();
      in_pjl_job_ = true;
      line_.tray.job().name = setting(rest).second;
    } else if (command == "EOJ") {
      if (line_.tray.job_open()) TRY_VOID(line_.tray.end_job(JobState::completed));
      in_pjl_job_ = refused_ = false;
    } else if (command == "SET") {
      set(rest);
    } else if (command == "INFO") {
      return answer_info(upper(rest));
    } else if (command == "ECHO") {
      TRY_VOID(line_.answers.write("@PJL ECHO " + std::string(rest) + "\r\n\f"));
    } else {
      line_.tray.warn_job("@PJL " + command + " is not known here");
    }
    return true;
  }

  void set(std::string_view rest) {
    const auto [name, value] = setting(rest);
    if (name == "USERNAME") {
      user_ = value;
      if (line_.tray.job_open()) line_.tray.job().user = user_;
    } else if (name == "ECONOMODE") {
      context_.toner_save = upper(value) == "ON";
    } else if (name == "RESOLUTION" && value != "600") {
      line_.tray.warn_job("@PJL SET RESOLUTION=" + value + ": the engine prints 600 dpi");
    }
  }

  // @PJL USTATUS DEVICE=ON, PAGE=ON: what the device then says without being asked.
  Result<bool> unsolicited(const std::string& command, std::string_view rest) {
    const auto [what, value] = setting(rest);
    const bool on = command == "USTATUS" && upper(value) != "OFF";
    if (what == "PAGE" || command == "USTATUSOFF") context_.tells_pages = on;
    if (what != "DEVICE" && command == "USTATUS") return true;
    tells_device_ = on;
    told_ = ready;
    return true;
  }

  Result<bool> answer_info(const std::string& what) {
    if (what == "ID" && line_.faults != nullptr && line_.faults->lies_about_lengths())
      TRY_VOID(line_.answers.write("@PJL INFO ID\r\n\"" + std::string(endless, 'i')));
    else if (what == "ID")
      TRY_VOID(line_.answers.write("@PJL INFO ID\r\n\"iR1020/1024/1025\"\r\n\f"));
    else if (what == "STATUS")
      TRY_VOID(line_.answers.write(panel_answer("INFO STATUS", panel_text(condition()))));
    else
      line_.tray.warn_job("@PJL INFO " + what + " is not known here");
    return true;
  }

  Condition condition() const {
    return line_.condition != nullptr ? line_.condition->now() : condition_of("canon-ir1024");
  }

  // What was asked for with USTATUS DEVICE=ON: the status, each time that it is another one. That
  // it prints is no news to who sends the job.
  Result<void> tell_changes() {
    if (!tells_device_) return {};
    Condition now = condition();
    now.printing = false;
    const PanelText panel = panel_text(now);
    if (panel == told_) return {};
    told_ = panel;
    return line_.answers.write(panel_answer("USTATUS DEVICE", told_));
  }

  void begin_job() {
    line_.tray.begin_job();
    line_.tray.job().user = user_;
    context_.sheets = context_.pages = 0;
    context_.front.reset();
    refused_ = false;
  }

  Result<bool> stream(std::uint64_t at) {
    if (refused_ && in_pjl_job_) return skip_to_exit(); // the rest of a refused job
    if (!line_.tray.job_open()) begin_job();
    Session session(line_, context_);
    auto done = session.run();
    if (done) {
      if (!in_pjl_job_) TRY_VOID(line_.tray.end_job(JobState::completed));
      return true;
    }
    const Fault& fault = done.error();
    if (line_.tray.failure()) return Failure(*line_.tray.failure());
    if (fault.name.empty()) return Failure(fault.error);
    const std::string what = fault.error.message();
    line_.tray.list(fault.error.offset == no_offset ? at : fault.error.offset,
                    "refused, " + fault.name + ": " + what);
    TRY_VOID(abort_job(fault.name + ": " + what));
    if (session.wants_report()) {
      const bool image = fault.name == "ImagePaletteMismatch" || fault.name == "MissingPalette";
      TRY_VOID(line_.answers.write(
          "PCL XL error\n    Subsystem:  " + std::string(image ? "IMAGE" : "KERNEL") +
          "\n    Error:      " + fault.name +
          "\n    Operator:   " + std::string(session.operator_name()) +
          "\n    Position:   " + std::to_string(session.position()) + "\n"));
    }
    if (session.saw_exit()) return true;
    return skip_to_exit();
  }

  // What nobody understands ends the job.
  Result<bool> garbage(std::uint64_t at, const std::string& what) {
    line_.tray.list(at, "refused: " + what);
    if (!line_.tray.job_open() && !refused_) begin_job();
    TRY_VOID(abort_job(what + " (at byte " + std::to_string(at) + ")"));
    if (line_.in.offset() == at) TRY_VOID(line_.in.skip(1, "a byte")); // it may be an escape itself
    return skip_to_exit();
  }

  Result<void> abort_job(std::string reason) {
    refused_ = true;
    if (!line_.tray.job_open()) return {};
    return line_.tray.end_job(JobState::aborted, std::move(reason));
  }

  // To the next universal exit, or the end.
  Result<bool> skip_to_exit() {
    for (;;) {
      TRY(const Bytes head, line_.in.peek(1));
      if (head.empty()) return false;
      if (head[0] == std::byte{0x1b}) {
        TRY(const Bytes more, line_.in.peek(universal_exit.size()));
        if (as_text(more) == universal_exit) return true;
      }
      TRY_VOID(line_.in.skip(1, "a byte"));
    }
  }

  Line line_;
  JobContext context_;
  std::string user_;
  bool in_pjl_job_ = false;
  bool refused_ = false;
  bool tells_device_ = false; // @PJL USTATUS DEVICE=ON
  PanelText told_ = ready;    // which goes without saying
};

} // namespace
} // namespace pclxl

Result<void> run_pcl_xl(Line line) {
  auto done = pclxl::PjlHost(line).run();
  if (line.tray.failure()) return Failure(*line.tray.failure());
  return done;
}

} // namespace platen::twin
