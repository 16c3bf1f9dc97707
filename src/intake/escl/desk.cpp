#include "intake/escl/desk.h"

#include "base/intake_limits.h"
#include "intake/escl/describe.h"
#include "intake/escl/replies.h"
#include "intake/escl/service.h"

#include <algorithm>

namespace platen::intake::escl {

namespace {

namespace wire = platen::escl;

// What a job has just seen of the feeder is newer than what the scanner was last asked.
constexpr std::chrono::seconds sight{1};
// A scanner that cannot tell whether its feeder is loaded has just run out of paper: that is known
// for as long as it takes somebody to put the next stack in.
constexpr std::chrono::seconds sight_of_empty{5};

Result<void> can_feed(const scan::ScannerState& state) {
  switch (state.feeder) {
  case scan::FeederState::empty:
    return fail(Errc::conflict, "the feeder is empty: put the sheets in, and scan again");
  case scan::FeederState::jam:
    return fail(Errc::conflict, "paper is jammed in the feeder: take it out, and scan again");
  case scan::FeederState::cover_open:
    return fail(Errc::conflict, "the cover of the feeder is open: close it, and scan again");
  case scan::FeederState::none:
  case scan::FeederState::unknown:
  case scan::FeederState::loaded:
    break;
  }
  return {};
}

} // namespace

Desk::Desk(const Services& services, std::string name)
    : services_(services), name_(std::move(name)), thread_(limits::escl_waiting) {}

Desk::~Desk() {
  end();
}

void Desk::end() {
  thread_.end();
  for (const auto& job : jobs())
    job->cancel([] {});
  std::deque<std::shared_ptr<Job>> ending;
  const std::scoped_lock lock(mutex_);
  ending.swap(jobs_);
}

void Desk::on_thread(http::Respond respond, Answer answer) {
  const auto shared = std::make_shared<http::Respond>(std::move(respond));
  const bool taken = thread_.take([shared, answer = std::move(answer)](bool run) {
    (*shared)(run ? answer() : later_reply("this server is ending", 5));
  });
  if (!taken) (*shared)(later_reply("too many ask for this scanner: ask again later", 5));
}

Result<scan::ScannerEntry> Desk::entry() const {
  for (scan::ScannerEntry& one : services_.scanners.entries())
    if (one.name == name_) return std::move(one);
  return fail(Errc::not_found, "there is no scanner " + name_);
}

void Desk::capabilities(const Caller& caller, http::Respond respond) {
  on_thread(std::move(respond), [this, caller] {
    const auto facts = services_.scanners.facts(name_);
    if (!facts) return error_reply(facts.error());
    const auto found = entry();
    if (!found) return error_reply(found.error());
    return xml_reply(wire::to_xml(capabilities_of(*found, *facts, caller.base)));
  });
}

void Desk::status(const Caller& caller, http::Respond respond) {
  on_thread(std::move(respond), [this, caller] { return status_now(caller); });
}

http::Response Desk::status_now(const Caller& caller) {
  const auto facts = services_.scanners.facts(name_);
  if (!facts && facts.error().code == Errc::not_found) return error_reply(facts.error());
  const auto state = services_.scanners.state(name_);
  wire::ScannerStatus status;
  const auto all = jobs();
  const bool busy = (state && state->busy) || std::ranges::any_of(all, &Job::has_scanner);
  status.state = busy ? wire::ScannerState::processing
                      : (state ? wire::ScannerState::idle : wire::ScannerState::stopped);
  if (facts && facts->adf) {
    auto seen = state ? state->feeder : scan::FeederState::unknown;
    const std::scoped_lock lock(mutex_);
    const auto age = Clock::now() - observed_at_;
    const bool still_empty = observed_ == scan::FeederState::empty &&
                             seen == scan::FeederState::unknown && age < sight_of_empty;
    if (observed_ && (age < sight || still_empty)) seen = *observed_;
    status.adf = adf_state_of(seen).value_or(wire::AdfState::loaded);
  }
  // Whoever knows a job's address can fetch its pages: nobody is told those of others.
  for (const auto& job : all)
    if (job->setup().client == caller.address && !job->was_deleted())
      status.jobs.push_back(job->info());
  return xml_reply(wire::to_xml(status));
}

scan::FeederState Desk::feeder() {
  const auto state = services_.scanners.state(name_);
  return state ? state->feeder : scan::FeederState::unknown;
}

Result<Plan> Desk::plan(const std::string& body, bool for_buffer) {
  TRY(const wire::ScanSettings settings, for_buffer ? wire::parse_buffer_request(as_bytes(body))
                                                    : wire::parse_scan_settings(as_bytes(body)));
  TRY(const scan::ScannerFacts facts, services_.scanners.facts(name_));
  return plan_of(settings, facts, settings.source ? scan::FeederState::unknown : feeder());
}

void Desk::buffer_info(std::string body, http::Respond respond) {
  on_thread(std::move(respond), [this, body = std::move(body)] {
    const auto made = plan(body, true);
    if (!made) return error_reply(made.error());
    return xml_reply(wire::buffer_info_xml(made->settings, made->size()));
  });
}

void Desk::new_job(const Caller& caller, std::string body,
                   std::function<std::optional<http::Response>(const std::string&)> full,
                   http::Respond respond) {
  on_thread(std::move(respond),
            [this, caller, body = std::move(body), full = std::move(full)]() -> http::Response {
              if (auto refusal = full(caller.address)) return std::move(*refusal);
              auto response = begin_job(caller, body);
              if (response) return std::move(*response);
              if (services_.log)
                services_.log("info", "scan of " + name_ + " for " + caller.address +
                                          " refused: " + response.error().message());
              return error_reply(response.error());
            });
}

Result<http::Response> Desk::begin_job(const Caller& caller, const std::string& body) {
  TRY(Plan made, plan(body, false));
  for (const auto& other : jobs())
    if (other->has_scanner())
      return fail(Errc::busy, "this scanner is scanning for " + other->setup().client +
                                  ": try again when it has finished");
  TRY(const auto job, start_job(caller, std::move(made)));
  return created_reply(caller.base + job->setup().uri);
}

Result<std::shared_ptr<Job>> Desk::start_job(const Caller& caller, Plan plan) {
  const bool adf = plan.request.adf;
  Job::Setup setup;
  setup.id = without_scheme(services_.make_uuid());
  setup.uri = "/eSCL/" + name_ + "/ScanJobs/" + setup.id;
  setup.client = caller.address;
  setup.scanner = name_;
  setup.plan = std::move(plan);
  setup.patience = services_.patience;
  setup.log = services_.log;
  setup.observed = [this](scan::FeederState state) {
    const std::scoped_lock lock(mutex_);
    observed_ = state;
    observed_at_ = Clock::now();
  };
  const auto job = std::make_shared<Job>(std::move(setup));
  TRY(auto lease, services_.scanners.acquire(name_, caller.address + " (eSCL)",
                                             services_.patience.turn, job->cancel_flag()));
  if (adf) { // what is known now can be told now
    TRY(const scan::ScannerState state, lease->state());
    TRY_VOID(can_feed(state));
  }
  {
    const std::scoped_lock lock(mutex_);
    observed_.reset(); // before the job can see anything
  }
  TRY_VOID(job->start(std::move(lease)));
  {
    const std::scoped_lock lock(mutex_);
    jobs_.push_back(job);
  }
  forget_old_jobs();
  return job;
}

void Desk::forget_old_jobs() {
  std::vector<std::shared_ptr<Job>> forgotten; // their threads are waited for without the lock
  const std::scoped_lock lock(mutex_);
  auto ended = static_cast<std::size_t>(std::ranges::count_if(jobs_, &Job::has_ended));
  for (auto at = jobs_.begin(); at != jobs_.end() && ended > limits::escl_jobs_kept;) {
    if (!(*at)->has_ended()) {
      ++at;
      continue;
    }
    forgotten.push_back(std::move(*at));
    at = jobs_.erase(at);
    --ended;
  }
}

std::vector<std::shared_ptr<Job>> Desk::jobs() const {
  const std::scoped_lock lock(mutex_);
  return {jobs_.rbegin(), jobs_.rend()};
}

std::shared_ptr<Job> Desk::job(std::string_view id) const {
  for (const auto& one : jobs())
    if (one->setup().id == id) return one;
  return nullptr;
}

std::size_t Desk::jobs_of(std::string_view client) const {
  const auto all = jobs();
  return static_cast<std::size_t>(std::ranges::count_if(all, [&](const auto& job) {
    return !job->has_ended() && (client.empty() || job->setup().client == client);
  }));
}

void Desk::look(Clock::time_point now) {
  for (const auto& job : jobs())
    job->look(now);
}

} // namespace platen::intake::escl
