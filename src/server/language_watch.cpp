#include "server/language_watch.h"

#include "device/language_choice.h"
#include "intake/ipp/job_states.h"
#include "intake/ipp/told_languages.h"

#include <algorithm>
#include <limits>

namespace platen::server {

namespace {

namespace reason = intake::ipp::reason;

constexpr std::string_view by_system = "job-suspended-by-system";

// By the scheduler, because of speaks(); not one that asked for a language that no unit has.
bool waits_for_language(const job::Job& job) {
  return job.state == job::JobState::held && intake::ipp::has_reason(job, reason::language) &&
         intake::ipp::has_reason(job, by_system);
}

std::string gone(const job::Printer& printer, const std::string& language,
                 const device::Probe& probe, const model::Model* model) {
  std::string words = "the device does not name " + language +
                      " any more, in which the job is to be printed; it names " +
                      device::languages_in_words(probe) +
                      ". The job is held, and printed as soon as the device has " + language +
                      " again";
  if (model != nullptr)
    if (const auto choice = device::choose_language(probe, *model);
        choice.why == device::LanguageChoice::Why::confirmed)
      words += "; release it with printer-language=" + choice.language + " to print it in that";
  return words + "; if the device has it all the same: platen modify -d " + printer.name +
         " -o printer-language=" + language;
}

} // namespace

void LanguageWatch::stop() {
  stopping_.request();
  thread_.end();
}

void LanguageWatch::trouble(job::PrinterId id) {
  const std::lock_guard lock(mutex_);
  said_.erase(id);
}

// By the channel that told it before: no other is known to name all languages of the device, as a
// device id often does not. Who is silent, or names none, has not said no.
device::Probe LanguageWatch::ask(const job::Printer& printer, const std::string& channel) {
  const std::string uri = device::asked_at(printer.device_uri);
  auto probe = options_.ask(channel, uri, stopping_);
  const auto trusted = std::min(options_.trusted, pause_.load());
  Said said{uri, probe ? *std::move(probe) : device::Probe(), Clock::now() + trusted};
  const std::lock_guard lock(mutex_);
  said_[printer.id] = said;
  return said.probe;
}

Result<void> LanguageWatch::speaks(const job::Printer& printer, const std::string& language) {
  const std::string uri = device::asked_at(printer.device_uri);
  if (uri.empty() || !printer.filter.empty()) return {}; // a filter has a language of its own
  const auto told = intake::ipp::told_languages(store_, printer);
  if (!told.names_language(language)) return {};
  const auto is_fine = [&](const device::Probe& probe) {
    return probe.languages.empty() || device::has_language(probe, language);
  };
  {
    const std::lock_guard lock(mutex_);
    const auto known = said_.find(printer.id);
    if (known != said_.end() && known->second.uri == uri && Clock::now() < known->second.until &&
        is_fine(known->second.probe))
      return {};
  }
  const device::Probe now = ask(printer, told.channel);
  if (is_fine(now)) return {};
  const auto model = options_.model(printer.model);
  return fail(Errc::unsupported, gone(printer, language, now, model.get()));
}

void LanguageWatch::store_changed(const job::Event& event) {
  if (event.job == nullptr || !waits_for_language(*event.job)) return;
  const std::lock_guard lock(mutex_);
  settled_.erase(event.job->printer);
}

bool LanguageWatch::may_wait(const job::Printer& printer) {
  if (store_.counts(printer.id).held == 0 || options_.prints(printer.id)) return false;
  const std::lock_guard lock(mutex_);
  return !settled_.contains(printer.id);
}

void LanguageWatch::look() {
  if (Clock::now() < next_) return;
  next_ = Clock::now() + pause_.load();
  std::vector<job::Printer> printers;
  for (const auto all = store_.printers(); const job::Printer& printer : *all)
    if (may_wait(printer)) printers.push_back(printer);
  if (printers.empty() || looking_.exchange(true)) return;
  const auto work = [this, printers](bool run) {
    for (const job::Printer& printer : printers)
      if (run && !stopping_.requested()) look_at(printer);
    looking_ = false;
  };
  if (!thread_.take(work)) looking_ = false;
}

void LanguageWatch::look_at(const job::Printer& printer) {
  {
    const std::lock_guard lock(mutex_);
    settled_.insert(printer.id); // before it reads: what is held from now on is told
  }
  std::map<std::string, std::vector<job::JobId>> waiting;
  job::JobQuery held;
  held.printer = printer.id;
  held.states = {job::JobState::held};
  held.limit = std::numeric_limits<std::int32_t>::max();
  const auto read = store_.each_job(held, [&](const job::Job& job) {
    if (waits_for_language(job)) waiting[options_.language(printer, job)].push_back(job.id);
    return true;
  });
  if (read && waiting.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    settled_.erase(printer.id);
  }
  for (auto& [language, jobs] : waiting)
    if (is_back(printer, language)) release(printer, language, std::move(jobs));
}

// Silence keeps a job that waits; that somebody overruled the device does not.
bool LanguageWatch::is_back(const job::Printer& printer, const std::string& language) {
  const auto told = intake::ipp::told_languages(store_, printer);
  return !told.names_language(language) ||
         device::has_language(ask(printer, told.channel), language);
}

void LanguageWatch::release(const job::Printer& printer, const std::string& language,
                            std::vector<job::JobId> jobs) {
  job::JobQuery these;
  these.ids = std::move(jobs);
  const auto edit = [](job::Job& job) -> Result<void> {
    if (!waits_for_language(job)) return fail(Errc::conflict, "it does not wait any more");
    intake::ipp::drop_reason(job, by_system);
    return intake::ipp::release_job(job);
  };
  store_.update_jobs(
      these, edit, [log = options_.log, name = printer.name, language](const auto& released) {
        if (!log || !released || released->empty()) return;
        const std::size_t count = released->size();
        log("info", name + ": " + std::to_string(count) +
                        (count == 1 ? " job that waited for " + language + " goes on"
                                    : " jobs that waited for " + language + " go on"));
      });
}

} // namespace platen::server
