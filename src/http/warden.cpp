#include "http/warden.h"

#include "http/connection.h"

#include <algorithm>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>

namespace platen::http {

namespace {

using std::chrono::milliseconds;

constexpr std::chrono::seconds certificate_look{3};
constexpr std::chrono::hours certificate_day{24};
constexpr milliseconds stopping_tick{5};

// Often enough that no deadline passes by more than an eighth of the shortest one.
milliseconds tick_for(const Limits& limits) {
  const milliseconds shortest =
      std::min({limits.header, limits.body_window, limits.idle, limits.write_stall});
  return std::clamp(shortest / 8, milliseconds{5}, milliseconds{500});
}

CalendarTime today() {
  return std::chrono::system_clock::now();
}

} // namespace

Warden::Warden(Context& context, const Strand& strand)
    : context_(context), timer_(strand), tick_(tick_for(context.options.limits)) {}

Result<void> Warden::open_certificate() {
  TRY_VOID(use_certificate(context_.options));
  next_look_ = Clock::now() + certificate_look;
  next_renewal_ = Clock::now() + certificate_day;
  return {};
}

Result<void> Warden::use_certificate(const ServerOptions& options) {
  if (options.certificate.empty()) return {};
  std::vector<std::string> addresses;
  for (const ListenAddress& one : context_.options.listen)
    addresses.push_back(one.address);
  const std::scoped_lock lock(mutex_);
  CertificateFiles files(options.certificate, options.key,
                         certificate_names(options.names, addresses));
  TRY(const bool made, files.refresh(today()));
  if (made) context_.log("info", "made a self-signed certificate: " + options.certificate.string());
  TRY(auto tls, files.load());
  if (files_ && !made)
    context_.log("info", "read the certificate again: " + options.certificate.string());
  files_ = std::move(files);
  context_.tls.set(std::move(tls));
  return {};
}

Result<void> Warden::reload_certificate() {
  const std::scoped_lock lock(mutex_);
  if (!files_) return {};
  TRY_VOID(files_->refresh(today()).map([](bool) {}));
  return read_certificate_again();
}

Result<void> Warden::read_certificate_again() {
  TRY(auto tls, files_->load());
  context_.tls.set(std::move(tls));
  context_.log("info", "read the certificate again: " + files_->certificate().string());
  return {};
}

Task<void> Warden::watch() {
  for (;;) {
    timer_.expires_after(context_.stopping ? stopping_tick : tick_);
    const auto due = timer_.expiry();
    boost::system::error_code ignored;
    co_await timer_.async_wait(asio::redirect_error(use_task, ignored));
    const auto now = Clock::now();
    look_at_connections(now, now - due);
    if (const auto line = context_.refusals.look(now)) context_.log("warning", *line);
    if (!context_.stopping) look_at_certificate(now);
    if (now >= patience_ends_) end_connections();
    if (context_.stopping && context_.registry.size() + context_.turned_away.size() == 0) co_return;
  }
}

// All threads may have waited for a disk, or the machine may have slept: then what the clients sent
// has not been read, and they get the time back before any of them is called slow.
void Warden::look_at_connections(Clock::time_point now, Clock::duration late) {
  if (late > limits::http_held_up)
    spared_until_ = now + std::min<Clock::duration>(late, context_.options.limits.body_window);
  if (now < spared_until_) now = Clock::time_point::min();
  const auto due = [now](const Connection& one) { return one.wants_attention(now); };
  for (const Registry* const registry : {&context_.registry, &context_.turned_away})
    for (auto& one : registry->select(due))
      asio::post(one->strand(), [one, now] { one->attend(now); });
}

void Warden::look_at_certificate(Clock::time_point now) {
  if (now < next_look_) return;
  next_look_ = now + certificate_look;
  const std::scoped_lock lock(mutex_);
  if (!files_) return;
  if (now >= next_renewal_) {
    next_renewal_ = now + certificate_day;
    if (const auto renewed = files_->refresh(today()); !renewed)
      context_.log("error", "the certificate cannot be renewed: " + renewed.error().message());
  }
  if (!files_->changed()) return;
  if (const auto loaded = read_certificate_again(); !loaded)
    context_.log("error", "the old certificate stays: " + loaded.error().message());
}

void Warden::begin_stopping() {
  patience_ends_ = Clock::now() + context_.options.limits.stop;
  for (auto& one : context_.registry.select([](const Connection&) { return true; }))
    asio::post(one->strand(), [one] { one->stop(); });
  timer_.cancel();
}

void Warden::end_connections() {
  patience_ends_ = Clock::time_point::max();
  for (const Registry* const registry : {&context_.registry, &context_.turned_away})
    for (auto& one : registry->select([](const Connection&) { return true; }))
      asio::post(one->strand(), [one] { one->abort(); });
}

} // namespace platen::http
