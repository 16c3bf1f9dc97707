#include "server/scan_delivery.h"

#include "base/file.h"
#include "base/scratch_folder.h"
#include "scan/engine/delivery_records.h"

#include <algorithm>
#include <charconv>
#include <random>

#include <nlohmann/json.hpp>

namespace platen::server {

namespace {

using scan::Delivery;
using scan::DeliveryState;

std::optional<scan::SessionId> session_id(const std::string& text) {
  scan::SessionId id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  return error == std::errc{} ? std::optional(id) : std::nullopt;
}

std::int64_t seconds_of(scan::SystemTime time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

} // namespace

Result<std::unique_ptr<ScanDelivery>> ScanDelivery::open(Services services) {
  std::unique_ptr<ScanDelivery> delivery(new ScanDelivery(std::move(services)));
  return delivery;
}

Result<void> ScanDelivery::follow(scan::Sessions& sessions) {
  sessions_ = &sessions;
  records_ = scan::delivery_records(services_.store, [&sessions](const std::string& session) {
    const auto id = session_id(session);
    return id && sessions.book().find(*id) != nullptr;
  });
  scan::DeliveryQueue::Services queue;
  queue.store = records_.get();
  queue.now = [] { return std::chrono::system_clock::now(); };
  queue.chance = [random = std::make_shared<std::mt19937>(std::random_device{}())] {
    return std::uniform_real_distribution<double>(0, 1)(*random);
  };
  queue.prepare = [this](const Delivery& delivery) { return prepare(delivery); };
  queue.send = [this](const scan::Destination& destination, const scan::DeliveryTry& attempt,
                      const Cancel& cancel) { return send(destination, attempt, cancel); };
  queue.changed = [this](const Delivery& delivery) {
    const auto id = session_id(delivery.session);
    if (!id) return;
    settle(*id);
    if (const auto session = sessions_->book().find(*id)) services_.changed(*session);
  };
  queue.log = services_.log.callback("delivery");
  TRY(queue_, scan::DeliveryQueue::open(std::move(queue)));
  return {};
}

void ScanDelivery::stop() {
  queue_.reset();
}

Result<std::pair<scan::Destination, scan::DeliveryTry>>
ScanDelivery::prepare(const Delivery& delivery) {
  const auto id = session_id(delivery.session);
  const auto session = id ? sessions_->book().find(*id) : nullptr;
  if (!session) return fail(Errc::not_found, "scan " + delivery.session + " is gone");
  scan::DeliveryTry attempt;
  attempt.id = delivery.id;
  attempt.files = session->files;
  attempt.fields = session->name_fields();
  if (delivery.destination.starts_with(scan::print_prefix)) {
    scan::Destination printer;
    printer.name = printer.address = delivery.destination;
    return std::pair(std::move(printer), std::move(attempt));
  }
  auto destination = services_.catalogue.destination(delivery.destination);
  if (!destination)
    return fail(Errc::not_found, "there is no destination " + delivery.destination + " any more");
  TRY(scan::Destination addressed,
      services_.catalogue.addressed(*std::move(destination), session->settings.recipients));
  const std::lock_guard lock(secrets_mutex_);
  TRY(const auto secret, secrets_.find(delivery.destination));
  attempt.secret = secret.value_or("");
  return std::pair(std::move(addressed), std::move(attempt));
}

Result<scan::DeliveryEnd> ScanDelivery::send(const scan::Destination& destination,
                                             const scan::DeliveryTry& attempt,
                                             const Cancel& cancel) {
  if (!destination.address.starts_with(scan::print_prefix))
    return scan::deliver(destination, attempt, cancel);
  scan::DeliveryEnd all{scan::DeliveryEnd::Kind::done, {}, {}};
  for (const scan::PackedFile& file : attempt.files) {
    const auto end = services_.print(destination.address.substr(scan::print_prefix.size()), file,
                                     attempt.fields.user, cancel);
    all.words += (all.words.empty() ? "" : "; ") + end.words;
    std::ranges::copy(end.where, std::back_inserter(all.where));
    // Some are printed already: nobody shall print them again without a word.
    const bool some = !all.where.empty();
    if (end.kind != scan::DeliveryEnd::Kind::done) {
      all.kind = some ? scan::DeliveryEnd::Kind::refused : end.kind;
      break;
    }
  }
  return all;
}

Result<std::string> ScanDelivery::test(const std::string& name, const std::string& user) {
  const auto destination = services_.catalogue.destination(name);
  if (!destination) return fail(Errc::not_found, "there is no destination " + name);
  TRY(const auto folder, ScratchFolder::make());
  const std::string text = "A test of the destination " + name + ", sent by platen.\n";
  scan::PackedFile file;
  file.path = folder.path() / "test.txt";
  file.name = "platen test.txt";
  file.media_type = "text/plain";
  file.bytes = text.size();
  TRY_VOID(write_file(file.path, as_bytes(text)));
  scan::DeliveryTry attempt;
  const auto now = std::chrono::system_clock::now();
  attempt.id = "test-" + std::to_string(now.time_since_epoch().count());
  attempt.files = {std::move(file)};
  attempt.fields.time = std::chrono::system_clock::to_time_t(now);
  attempt.fields.user = user;
  attempt.patience = std::chrono::seconds(20); // somebody waits for the answer
  {
    const std::lock_guard lock(secrets_mutex_);
    TRY(const auto secret, secrets_.find(name));
    attempt.secret = secret.value_or("");
  }
  const Cancel cancel;
  TRY(const auto end, scan::deliver(*destination, attempt, cancel));
  if (end.kind == scan::DeliveryEnd::Kind::done) return end.words;
  return fail(Errc::conflict, end.words);
}

Result<void> ScanDelivery::deliver(const scan::Session& session) {
  for (const scan::SessionDelivery& one : session.deliveries) {
    if (queue_->delivery(one.id)) continue; // it was begun before a restart
    Delivery delivery;
    delivery.id = one.id;
    delivery.session = std::to_string(session.id);
    delivery.destination = one.destination;
    const bool print = one.destination.starts_with(scan::print_prefix);
    const auto destination =
        print ? std::nullopt : services_.catalogue.destination(one.destination);
    // A job that is printed leaves nothing by which it could be known again.
    delivery.kind = print         ? scan::DestinationKind::http
                    : destination ? destination->kind
                                  : scan::DestinationKind::folder;
    TRY_VOID(queue_->add(delivery));
  }
  settle(session.id); // they may all have ended before a restart
  return {};
}

Result<void> ScanDelivery::retry(const scan::Session& session) {
  bool any = false;
  for (const scan::SessionDelivery& one : session.deliveries) {
    const auto delivery = queue_->delivery(one.id);
    if (!delivery || delivery->state == DeliveryState::done ||
        delivery->state == DeliveryState::sending)
      continue;
    TRY_VOID(queue_->retry_now(one.id));
    any = true;
  }
  if (any) {
    return sessions_->book().edit(session.id, [](scan::Session& now) -> Result<void> {
      now.stage = scan::Stage::delivering;
      now.message = "is tried again";
      now.ended = 0;
      return {};
    });
  }
  return fail(Errc::conflict,
              "scan " + std::to_string(session.id) + " has no delivery that could be tried again");
}

void ScanDelivery::drop(const scan::Session& session) {
  for (const scan::SessionDelivery& one : session.deliveries)
    if (queue_) static_cast<void>(queue_->cancel(one.id, "whoever canceled the scan"));
}

// A session is done when all of its deliveries are, and failed when one is and none is under way.
void ScanDelivery::settle(scan::SessionId id) {
  const auto session = sessions_->book().find(id);
  if (!session || !queue_) return;
  std::string words;
  bool all_well = true;
  for (const scan::SessionDelivery& one : session->deliveries) {
    const auto now = queue_->delivery(one.id);
    if (!now || is_pending(now->state)) return;
    if (now->state == DeliveryState::done && !now->doubtful) continue;
    all_well = all_well && now->state == DeliveryState::done;
    words += (words.empty() ? "" : "; ") + one.destination + ": " + now->words;
  }
  sessions_->delivered(id, all_well, words);
}

std::string ScanDelivery::describe(const scan::Session& session) const {
  nlohmann::json all = nlohmann::json::array();
  for (const scan::SessionDelivery& one : session.deliveries) {
    nlohmann::json json{{"id", one.id}, {"destination", one.destination}};
    if (const auto now = queue_ ? queue_->delivery(one.id) : std::nullopt) {
      json["state"] = to_string(now->state);
      json["tries"] = now->tries;
      json["words"] = now->words;
      json["there"] = now->there;
      if (is_pending(now->state)) json["next-try"] = seconds_of(now->next);
    }
    all.push_back(std::move(json));
  }
  return all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::map<std::string, std::size_t> ScanDelivery::by_state() const {
  std::map<std::string, std::size_t> count;
  if (!queue_) return count;
  for (const Delivery& delivery : queue_->deliveries())
    ++count[std::string(to_string(delivery.state))];
  return count;
}

Result<std::set<std::string>> ScanDelivery::with_secrets() {
  const std::lock_guard lock(secrets_mutex_);
  return secrets_.names();
}

Result<void> ScanDelivery::keep_secret(const std::string& destination,
                                       const std::optional<std::string>& secret) {
  const std::lock_guard lock(secrets_mutex_);
  return secrets_.put(destination, secret.value_or(""));
}

} // namespace platen::server
