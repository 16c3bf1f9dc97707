#include "monitor/monitor.h"

#include "scan/deliver/message.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace platen::monitor {

namespace {

using Json = nlohmann::json;

constexpr std::size_t most_ended = 20'000; // jobs that wait to be told; the account has them all
constexpr Time look_back = 30;             // an end is written that much later at most
constexpr std::string_view ended_mark = "jobs-told-until";

std::string counted(std::int64_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

Notice job_notice(job::JobId id, job::JobState result, const std::string& name,
                  const std::string& printer) {
  Notice notice;
  const bool completed = result == job::JobState::completed;
  notice.kind = completed ? "job-completed" : "job-failed";
  notice.severity = completed ? "report" : "error";
  notice.printer = printer;
  notice.job = id;
  notice.text = printer + ": job " + std::to_string(id) +
                (name.empty() ? "" : " (" + scan::clean_words(name, 200) + ")") +
                (completed ? " is done" : " failed");
  return notice;
}

// "urn:uuid:" is no part of an id of a delivery.
std::string fresh_id() {
  std::string uuid = job::make_uuid();
  return "notice-" + uuid.substr(uuid.rfind(':') + 1);
}

std::string day_of(Time time) {
  const auto seconds = static_cast<std::time_t>(time);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%d", &parts)};
}

} // namespace

std::optional<Notice> notice_of(const job::Job& job, const std::string& printer, Time now) {
  if (job.state != job::JobState::completed && job.state != job::JobState::aborted)
    return std::nullopt;
  Notice notice =
      job_notice(job.id, job.state, job.confidential ? std::string() : job.name, printer);
  notice.time = now;
  notice.owner = job.user;
  const job::Usage used = job.used();
  if (job.state == job::JobState::completed && used.sheets > 0)
    notice.text += ", " + counted(used.sheets, "sheet");
  if (job.state == job::JobState::aborted && !job.state_message.empty())
    notice.text += ": " + scan::clean_words(job.state_message, 400);
  return notice;
}

Monitor::Monitor(Services services, Settings settings)
    : services_(std::move(services)),
      counters_([] { return std::chrono::steady_clock::now(); },
                [this](job::PrinterId id) { return printer_name(id); }),
      settings_(std::move(settings)) {}

Monitor::~Monitor() {
  stop();
}

void Monitor::stop() {
  if (messenger_) messenger_->stop();
}

Result<std::unique_ptr<Monitor>> Monitor::open(Services services, Settings settings) {
  std::unique_ptr<Monitor> monitor(new Monitor(std::move(services), std::move(settings)));
  TRY_VOID(monitor->open());
  return monitor;
}

Result<void> Monitor::open() {
  TRY(record_, Record::open(services_.folder));
  Messenger::Services messenger{
      .record = *record_,
      .secrets = services_.folder / "secrets",
      .clock = services_.clock,
      .hosts =
          [this] {
            const std::lock_guard lock(mutex_);
            return settings_.webhook_hosts;
          },
      .fresh_id = fresh_id,
      .mail_of = services_.mail_of,
      .count = [this](std::string_view kind,
                      std::string_view outcome) { counters_.message(kind, outcome); },
      .log = services_.log,
  };
  TRY(messenger_, Messenger::open(std::move(messenger)));
  events_ = std::make_unique<EventWatch>(
      *record_, settings_.events,
      [this](const Notice& notice, const OpenEvent& event) { return tell(notice, &event); });
  TRY_VOID(events_->load());
  history_ = std::make_unique<History>(*record_);
  return take_up_jobs();
}

// Jobs that ended when the server ended, too late to be told.
Result<void> Monitor::take_up_jobs() {
  TRY(const Time until, record_->mark(std::string(ended_mark)));
  const Time now = services_.clock();
  if (until == 0) return record_->set_mark(std::string(ended_mark), now);
  std::deque<Notice> missed;
  const auto each = [&](const job::AccountEntry& entry) {
    if (entry.result == job::JobState::canceled) return true;
    Notice notice = job_notice(entry.job, entry.result, entry.name, entry.printer);
    notice.time = entry.ended;
    notice.owner = entry.user;
    missed.push_back(std::move(notice));
    return missed.size() < most_ended;
  };
  TRY_VOID(services_.store.each_entry({.from = until - look_back}, each));
  const std::lock_guard lock(mutex_);
  ended_ = std::move(missed);
  return {};
}

void Monitor::set(Settings settings) {
  const std::lock_guard lock(mutex_);
  settings_ = std::move(settings);
}

std::string Monitor::printer_name(job::PrinterId id) const {
  const auto printers = services_.store.printers();
  const auto found = std::ranges::find(*printers, id, &job::Printer::id);
  return found == printers->end() ? "(removed)" : found->name;
}

void Monitor::store_changed(const job::Event& event) {
  counters_.store_changed(event);
  if (event.kind != job::Event::Kind::job_changed || !event.job || !event.job_was) return;
  if (job::is_finished(*event.job_was)) return;
  auto notice = notice_of(*event.job, printer_name(event.job->printer), services_.clock());
  if (!notice) return;
  const std::lock_guard lock(mutex_);
  if (ended_.size() < most_ended) ended_.push_back(*std::move(notice));
}

// While the disk takes nothing all of it stays as it was, and is tried again.
void Monitor::look() {
  const auto looked = look_once();
  const std::string trouble = looked ? "" : looked.error().message();
  if (!trouble.empty() && trouble_.empty()) services_.log("warning", "notices wait: " + trouble);
  trouble_ = trouble;
}

Result<void> Monitor::look_once() {
  const Time now = services_.clock();
  {
    const std::lock_guard lock(mutex_);
    events_->set(settings_.events);
  }
  const auto printers = services_.printers();
  TRY_VOID(events_->look(printers, now));
  TRY_VOID(history_->look(printers, now));
  TRY_VOID(tell_jobs());
  return messenger_->look();
}

Result<void> Monitor::tell_jobs() {
  for (std::size_t i = 0; i < most_ended; ++i) {
    Notice notice;
    {
      const std::lock_guard lock(mutex_);
      if (ended_.empty()) break;
      notice = ended_.front();
    }
    TRY_VOID(tell(notice, nullptr));
    {
      const std::lock_guard lock(mutex_);
      ended_.pop_front();
      if (!ended_.empty()) continue;
    }
    TRY_VOID(record_->set_mark(std::string(ended_mark), notice.time));
  }
  return {};
}

Result<void> Monitor::tell(Notice notice, const OpenEvent* event) {
  TRY(const auto id, record_->add(notice, event, messenger_->wanting(notice)));
  if (!id) return {}; // it was told before
  notice.id = *id;
  counters_.notice(notice.kind);
  if (services_.told) services_.told(*id, notice);
  return {};
}

Result<std::string> Monitor::history(const job::Printer& printer, int days) const {
  const Time from = services_.clock() - static_cast<Time>(days) * History::day;
  TRY(const auto samples, record_->samples(printer.id, from));
  Json supplies = Json::array(), impressions = Json::array(), jobs = Json::array();
  std::string series;
  for (const Sample& one : samples) {
    const Json point{one.time, one.value};
    if (one.series == "impressions") {
      impressions.push_back(point);
      continue;
    }
    if (one.series != series) {
      series = one.series;
      constexpr std::string_view prefix = "supply:";
      supplies.push_back(
          {{"name", series.substr(prefix.size())}, {"color", ""}, {"samples", Json::array()}});
    }
    supplies.back()["samples"].push_back(point);
  }
  std::map<std::string, std::array<std::int64_t, 3>> by_day;
  TRY_VOID(services_.store.each_entry({.from = from, .printer = printer.name},
                                      [&](const job::AccountEntry& entry) {
                                        auto& day = by_day[day_of(entry.ended)];
                                        if (entry.result == job::JobState::completed) ++day[0];
                                        day[1] += entry.sheets;
                                        day[2] += entry.sides;
                                        return true;
                                      }));
  for (const auto& [day, sums] : by_day)
    jobs.push_back({{"day", day}, {"jobs", sums[0]}, {"sheets", sums[1]}, {"sides", sums[2]}});
  for (auto& supply : supplies)
    for (const PrinterFacts& facts : services_.printers())
      if (facts.id == printer.id)
        for (const device::Supply& now : facts.supplies)
          if (supply["name"] == (now.label.empty() ? now.type : now.label))
            supply["color"] = now.colorant;
  const Json all{{"supplies", std::move(supplies)},
                 {"impressions", std::move(impressions)},
                 {"jobs", std::move(jobs)}};
  return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace platen::monitor
