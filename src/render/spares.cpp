#include "render/spares.h"

#include "render/protocol.h"
#include "render/sniff.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace platen::render {
namespace {

using std::chrono::milliseconds;

// MemAvailable of proc(5): what could be had without swapping. All there is where it does not say.
std::uint64_t kernel_available_memory() {
  std::ifstream file("/proc/meminfo");
  std::string name, unit;
  for (std::uint64_t kib = 0; file >> name >> kib; std::getline(file, unit))
    if (name == "MemAvailable:") return kib << 10;
  return UINT64_MAX;
}

SpareSettings bounded(SpareSettings settings) {
  settings.count = std::min(settings.count, most_spares);
  return settings;
}

} // namespace

Spares::Spares(const Limits& limits, SpareSettings settings, SparePolicy policy)
    : limits_(limits), policy_(std::move(policy)), wake_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      settings_(bounded(settings)), thread_(start_thread([this] { keep(); })) {}

Spares::~Spares() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake();
  if (thread_) thread_->join();
}

void Spares::set(SpareSettings settings) {
  {
    const std::lock_guard lock(mutex_);
    settings_ = bounded(settings);
    wanted_until_ = std::min(wanted_until_, Clock::now() + settings_.idle);
  }
  wake();
}

void Spares::expect() {
  {
    const std::lock_guard lock(mutex_);
    wanted_until_ = Clock::now() + settings_.idle;
  }
  wake();
}

void Spares::wake() const {
  ::eventfd_write(wake_.get(), 1);
}

std::optional<WaitingGhostscript> Spares::next() {
  std::unique_lock lock(mutex_);
  // The one that is being started comes before another one would.
  started_.wait(lock, [this] { return !waiting_.empty() || !starting_; });
  const auto now = Clock::now();
  drop_dead(now);
  wanted_until_ = now + settings_.idle;
  if (waiting_.empty()) return {};
  WaitingGhostscript spare = std::move(waiting_.front());
  waiting_.pop_front();
  pause_ = {};
  not_before_ = now + policy_.breath;
  return spare;
}

std::optional<WorkerProcess> Spares::take(int document, std::uint64_t size,
                                          const GhostscriptJob& job, const Limits& limits,
                                          const WorkerTerms& terms, const Cancel& cancel) {
  const bool same = limits.memory_bytes == limits_.memory_bytes && limits.cpu == limits_.cpu &&
                    limits.without_sandbox == limits_.without_sandbox;
  if (!same || size > most_spare_document) return {};
  auto spare = next();
  wake();
  if (!spare) return {};
  auto worker = std::move(*spare).hand_over(document, size, job, terms, cancel);
  if (!worker) return {}; // the one that is started instead tells what is wrong, if it is still
  if (terms.counts) ++terms.counts->started;
  return *std::move(worker);
}

void Spares::drop_dead(Clock::time_point now) {
  if (waiting_.remove_if([](const WaitingGhostscript& spare) { return spare.ended(); }) > 0)
    pause(now);
}

// Whatever kills them would kill the next one too: no loop of starts.
void Spares::pause(Clock::time_point now) {
  pause_ = std::clamp<Clock::duration>(2 * pause_, policy_.first_pause, policy_.last_pause);
  not_before_ = now + pause_;
}

bool Spares::memory_is_short() const {
  return (policy_.available_memory ? policy_.available_memory() : kernel_available_memory()) <
         policy_.free_memory;
}

bool Spares::wants_another(Clock::time_point now) const {
  return waiting_.size() < settings_.count && now < wanted_until_;
}

// The start takes a millisecond or two, in which nobody shall wait for the lock.
void Spares::start_one(std::unique_lock<std::mutex>& lock) {
  starting_ = true;
  lock.unlock();
  auto started = WaitingGhostscript::start(limits_);
  lock.lock();
  starting_ = false;
  started_.notify_all();
  if (started)
    waiting_.push_back(*std::move(started));
  else
    pause(Clock::now());
}

// Until something changes by itself; negative: never.
int Spares::until_next_look(Clock::time_point now) const {
  auto at = Clock::time_point::max();
  if (!waiting_.empty()) at = std::min(wanted_until_, now + policy_.memory_period);
  if (wants_another(now)) at = std::min({at, wanted_until_, not_before_});
  if (at == Clock::time_point::max()) return -1;
  return static_cast<int>(
      std::max<milliseconds>(milliseconds(0), std::chrono::ceil<milliseconds>(at - now)).count());
}

void Spares::keep() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto now = Clock::now();
    drop_dead(now);
    if (now >= wanted_until_) waiting_.clear();
    while (waiting_.size() > settings_.count)
      waiting_.pop_back();
    if ((!waiting_.empty() || (wants_another(now) && now >= not_before_)) && memory_is_short()) {
      waiting_.clear();
      not_before_ = now + policy_.memory_period;
    }
    if (wants_another(now) && now >= not_before_) {
      start_one(lock);
      continue;
    }
    std::vector<pollfd> wanted{{wake_.get(), POLLIN, 0}};
    for (const WaitingGhostscript& spare : waiting_)
      wanted.push_back({spare.handle(), POLLIN, 0});
    const int timeout = until_next_look(now);
    lock.unlock();
    ::poll(wanted.data(), wanted.size(), timeout);
    eventfd_t woken = 0;
    ::eventfd_read(wake_.get(), &woken);
    lock.lock();
  }
}

std::shared_ptr<Spares> begin_renderer(int document, const Limits& limits) {
  std::array<std::byte, sniff_bytes> head{};
  const ssize_t got = ::pread(document, head.data(), head.size(), 0);
  if (got <= 0) return nullptr;
  const auto format = sniff(Bytes(head).first(static_cast<std::size_t>(got)));
  if (!format || !is_vector(*format)) return nullptr;
  // It is taken once, and no other follows it.
  SparePolicy policy;
  policy.breath = std::chrono::hours(24);
  auto spares = std::make_shared<Spares>(limits, SpareSettings{}, std::move(policy));
  spares->expect();
  return spares;
}

} // namespace platen::render
