#include "transport/ipp_watch.h"

#include "base/thread.h"
#include "transport/ipp_job.h"

namespace platen::transport {

namespace {

constexpr std::chrono::seconds interval{2};
constexpr std::chrono::seconds patience{10};

} // namespace

IppWatch::IppWatch(const IppAddress& address, const std::string& user, IppWords& words)
    : address_(address), user_(user), words_(words),
      thread_(start_thread<std::jthread>([this](const std::stop_token& stop) { run(stop); })) {}

IppWatch::~IppWatch() {
  cut_.request();
  if (thread_) thread_->request_stop();
}

void IppWatch::run(const std::stop_token& stop) {
  if (!words_.wanted()) return;
  std::unique_ptr<client::Connection> connection;
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait_for(lock, stop, interval, [] { return false; });
    if (stop.stop_requested()) return;
    if (!connection) {
      client::ConnectOptions options;
      options.tls = address_.tls ? client::Tls::always : client::Tls::when_asked;
      options.connect = options.stall = patience;
      options.cancel = &cut_;
      if (auto opened = client::connect(address_.server, std::move(options)))
        connection = *std::move(opened);
    }
    if (connection && !look(*connection)) connection.reset();
  }
}

Result<void> IppWatch::look(client::Connection& connection) {
  TRY(const platen::ipp::Message answer,
      connection.ask(request_of_words(address_, user_), address_.path));
  words_.hear(answer);
  return {};
}

} // namespace platen::transport
