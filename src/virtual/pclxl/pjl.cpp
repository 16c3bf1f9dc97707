#include "virtual/interpreter.h"
#include "virtual/pcl5/interpreter.h"
#include "virtual/pclxl/pjl_words.h"
#include "virtual/pclxl/session.h"

namespace platen::twin {

namespace pclxl {
namespace {

constexpr std::size_t longest_line = 1024; // docs/protocols/pcl-xl.md §1
constexpr std::size_t endless = 100'000;   // an answer whose end nobody waits for

// What PCL XL sends back (docs/protocols/pcl-xl.md §6).
std::string error_report(const Session& session, std::string_view name) {
  const bool image = name == "ImagePaletteMismatch" || name == "MissingPalette";
  return "PCL XL error\n    Subsystem:  " + std::string(image ? "IMAGE" : "KERNEL") +
         "\n    Error:      " + std::string(name) +
         "\n    Operator:   " + std::string(session.operator_name()) +
         "\n    Position:   " + std::to_string(session.position()) + "\n";
}

// The outer layer: PJL lines, and the streams of PCL XL and PCL 5e between them.
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
      return stream(at, Between::pclxl);
    case '\r':
    case '\n':
    case ' ':
    case '\t':
    case '\f':
    case '\0':
      TRY_VOID(line_.in.skip(1, "white space"));
      return true;
    default:
      return garbage(at, "neither PJL nor PCL");
    }
  }

  Result<bool> universal_exit_at(std::uint64_t at) {
    TRY(const Bytes head, line_.in.peek(universal_exit.size()));
    if (head.size() < universal_exit.size() && universal_exit.starts_with(as_text(head)))
      return fail(Errc::malformed, "the stream ends inside the universal exit sequence",
                  at + head.size());
    if (as_text(head) != universal_exit) {
      // A PCL 5 stream that no PJL announces.
      constexpr std::string_view first_of_pcl5 = "E&*(";
      if (head.size() > 1 &&
          first_of_pcl5.find(static_cast<char>(head[1])) != std::string_view::npos)
        return stream(at, Between::pcl5);
      return garbage(at, "an escape that is not the universal exit");
    }
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
      if (language == "PCL") return stream(line_.in.offset(), Between::pcl5);
      if (language != "PCLXL")
        return garbage(at, "the language \"" + language + "\" is neither PCLXL nor PCL");
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
    else if (what == "CONFIG")
      TRY_VOID(line_.answers.write("@PJL INFO CONFIG\r\n" + languages() +
                                   "USTATUS [2 ENUMERATED]\r\n\tDEVICE\r\n\tPAGE\r\n\f"));
    else if (what == "STATUS")
      TRY_VOID(line_.answers.write(panel_answer("INFO STATUS", panel_text(condition()))));
    else if (what == "PAGECOUNT")
      TRY_VOID(line_.answers.write("@PJL INFO PAGECOUNT\r\nPAGECOUNT=" +
                                   std::to_string(condition().impressions) + "\r\n\f"));
    else
      line_.tray.warn_job("@PJL INFO " + what + " is not known here");
    return true;
  }

  std::string languages() const {
    const Condition now = condition();
    std::string names;
    std::size_t count = 0;
    for (const std::string name : {"PCLXL", "PCL"})
      if (now.names_language(name)) {
        names += "\t" + name + "\r\n";
        ++count;
      }
    return count == 0 ? "" : "LANGUAGES [" + std::to_string(count) + " ENUMERATED]\r\n" + names;
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

  enum class Between : std::uint8_t { pclxl, pcl5 };

  Result<bool> stream(std::uint64_t at, Between language) {
    if (refused_ && in_pjl_job_) return skip_to_exit(); // the rest of a refused job
    if (!line_.tray.job_open()) begin_job();
    if (language == Between::pcl5) {
      line_.tray.job().language = "pcl-5e";
      const auto done = pcl5::Interpreter(line_, context_).run();
      // The pages before the fault come out all the same, and that is the last that is said.
      if (!done && !done.error().name.empty() && line_.engine != nullptr && line_.faults != nullptr)
        TRY_VOID(line_.engine->finish(world_of(*line_.faults)));
      return over(done, at, {}, false);
    }
    Session session(line_, context_);
    const auto done = session.run();
    const bool tells = !done && session.wants_report();
    return over(done, at, tells ? error_report(session, done.error().name) : std::string{},
                session.saw_exit());
  }

  // What comes of a stream that was read: its job goes on, or ends. `report`: what the device says
  // of a fault. `behind_exit`: the fault was the universal exit.
  Result<bool> over(const Xl<void>& done, std::uint64_t at, const std::string& report,
                    bool behind_exit) {
    if (done) {
      if (!in_pjl_job_) TRY_VOID(line_.tray.end_job(JobState::completed));
      return true;
    }
    const Fault& fault = done.error();
    if (line_.tray.failure()) return Failure(*line_.tray.failure());
    if (fault.name.empty()) return Failure(fault.error);
    const std::string what = fault.name + ": " + fault.error.message();
    line_.tray.list(fault.error.offset == no_offset ? at : fault.error.offset, "refused, " + what);
    TRY_VOID(abort_job(what));
    if (!report.empty()) TRY_VOID(line_.answers.write(report));
    if (behind_exit) return true;
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
