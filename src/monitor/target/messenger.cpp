#include "monitor/target/messenger.h"

#include "scan/engine/delivery_records.h"

#include <algorithm>
#include <random>

#include <nlohmann/json.hpp>

namespace platen::monitor {

namespace {

constexpr std::size_t most_targets = 100;
constexpr std::size_t queue_turn = 2'000; // messages after which a queue at rest begins anew

// Deliveries with the messages that they are of.
class Deliveries final : public scan::DeliveryStore {
public:
  explicit Deliveries(Record& record) : record_(record) {}

  Result<std::vector<scan::Delivery>> load() override {
    TRY(const auto texts, record_.deliveries());
    std::vector<scan::Delivery> pending;
    for (const std::string& text : texts) {
      auto delivery = scan::delivery_from_json("of a notice", text);
      if (delivery && is_pending(delivery->state)) pending.push_back(*std::move(delivery));
    }
    return pending;
  }

  Result<void> save(const scan::Delivery& delivery) override {
    if (!is_pending(delivery.state)) return record_.forget(delivery.session);
    return record_.put_delivery(delivery.session, scan::delivery_json(delivery));
  }

private:
  Record& record_;
};

scan::DestinationKind kind_of(const Target& target) {
  return target.kind == Target::Kind::mail ? scan::DestinationKind::mail
                                           : scan::DestinationKind::webhook;
}

} // namespace

Messenger::Messenger(Services services)
    : services_(std::move(services)), store_(std::make_unique<Deliveries>(services_.record)),
      secrets_(services_.secrets) {}

Messenger::~Messenger() {
  stop();
}

void Messenger::stop() {
  queue_.reset();
}

Result<std::unique_ptr<Messenger>> Messenger::open(Services services) {
  std::unique_ptr<Messenger> messenger(new Messenger(std::move(services)));
  TRY(const auto targets, messenger->services_.record.targets());
  for (const auto& [name, json] : targets) {
    auto target = target_from_json(name, json);
    if (target)
      messenger->targets_.push_back(*std::move(target));
    else
      messenger->services_.log("warning", "the notification target " + name +
                                              " is not used: " + target.error().what);
  }
  TRY_VOID(messenger->open_queue());
  // What was begun when the server was killed, and has no delivery yet.
  TRY(const auto messages, messenger->services_.record.messages());
  for (const Message& message : messages)
    if (!messenger->queue_->delivery(message.id)) TRY_VOID(messenger->queue(message));
  return messenger;
}

Result<void> Messenger::open_queue() {
  scan::DeliveryQueue::Services queue;
  queue.store = store_.get();
  queue.now = [this] { return scan::SystemTime(std::chrono::seconds(services_.clock())); };
  queue.chance = [random = std::make_shared<std::mt19937>(std::random_device{}())] {
    return std::uniform_real_distribution<double>(0, 1)(*random);
  };
  queue.prepare = [this](const scan::Delivery& delivery) { return prepare(delivery); };
  queue.send = [this](const scan::Destination& to, const scan::DeliveryTry& attempt,
                      const Cancel& cancel) { return send(to, attempt, cancel); };
  queue.changed = [this](const scan::Delivery& delivery) { changed(delivery); };
  queue.log = services_.log;
  TRY(queue_, scan::DeliveryQueue::open(std::move(queue)));
  queued_ = 0;
  return {};
}

Result<std::pair<scan::Destination, scan::DeliveryTry>>
Messenger::prepare(const scan::Delivery& delivery) {
  if (delivery.doubtful)
    return fail(Errc::conflict, "the server ended while it was being sent: it may have arrived, "
                                "and nothing is told twice");
  const auto target = find(delivery.destination);
  if (!target)
    return fail(Errc::not_found, "there is no target " + delivery.destination + " any more");
  TRY(const auto message, services_.record.message(delivery.session));
  if (!message) return fail(Errc::not_found, "the message is gone");
  scan::DeliveryTry attempt;
  attempt.id = delivery.id;
  attempt.number = delivery.tries;
  attempt.there = delivery.there;
  attempt.fields.time = static_cast<std::time_t>(services_.clock());
  attempt.patience = std::chrono::seconds(30);
  TRY(attempt.secret, secret_of(target->name));
  scan::Destination to = destination_of(*target, *message, services_.hosts());
  if (target->tells_owners()) to.to = recipients(*target, owner_of(*message));
  if (target->tells_owners() && to.to.empty())
    return fail(Errc::not_found, "of the job's owner no mail address is known");
  return std::pair(std::move(to), std::move(attempt));
}

Result<scan::DeliveryEnd> Messenger::send(const scan::Destination& to,
                                          const scan::DeliveryTry& attempt, const Cancel& cancel) {
  TRY(auto end, services_.send(to, attempt, cancel));
  if (end.kind != scan::DeliveryEnd::Kind::unsure) return end;
  end.kind = scan::DeliveryEnd::Kind::refused; // nothing is told twice
  end.words += "; it is not sent again";
  return end;
}

void Messenger::changed(const scan::Delivery& delivery) {
  {
    const std::lock_guard lock(mutex_);
    last_[delivery.destination] = {std::string(to_string(delivery.state)), delivery.words,
                                   services_.clock()};
  }
  if (is_pending(delivery.state)) return;
  const bool done = delivery.state == scan::DeliveryState::done;
  services_.count(delivery.kind == scan::DestinationKind::mail ? "mail" : "webhook",
                  done ? "sent" : "failed");
  if (!done)
    services_.log("warning", "the notification target " + delivery.destination +
                                 " was not told: " + delivery.words);
}

std::optional<Target> Messenger::find(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(targets_, name, &Target::name);
  return found == targets_.end() ? std::nullopt : std::optional(*found);
}

Result<std::string> Messenger::secret_of(const std::string& name) {
  const std::lock_guard lock(secrets_mutex_);
  TRY(const auto secret, secrets_.find(name));
  return secret.value_or("");
}

std::vector<std::string> Messenger::wanting(const Notice& notice) const {
  const std::lock_guard lock(mutex_);
  std::vector<std::string> names;
  for (const Target& target : targets_)
    if (target.wants(notice)) names.push_back(target.name);
  return names;
}

Result<void> Messenger::queue(const Message& message) {
  scan::Delivery delivery;
  delivery.id = message.id;
  delivery.session = message.id;
  delivery.destination = message.target;
  const auto target = find(message.target);
  delivery.kind = target ? kind_of(*target) : scan::DestinationKind::mail;
  ++queued_;
  return queue_->add(delivery);
}

std::vector<std::string> Messenger::recipients(const Target& target,
                                               const std::string& owner) const {
  std::vector<std::string> all = target.to;
  std::erase(all, "owner");
  const std::string mail = services_.mail_of ? services_.mail_of(owner) : std::string();
  if (!mail.empty() && std::ranges::find(all, mail) == all.end()) all.push_back(mail);
  return all;
}

// Owners get a message each, of their own jobs; those of whom no address is known get none.
Result<void> Messenger::bring(const Target& target, const std::vector<Notice>& notices) {
  std::map<std::string, std::vector<Notice>> parts;
  for (const Notice& notice : notices)
    parts[target.tells_owners() ? notice.owner : std::string()].push_back(notice);
  for (const auto& [owner, some] : parts) {
    const Message message = message_of(services_.fresh_id(), target, some);
    TRY_VOID(services_.record.begin(message, some));
    if (target.tells_owners() && recipients(target, owner).empty())
      TRY_VOID(services_.record.forget(message.id));
    else
      TRY_VOID(queue(message));
  }
  return {};
}

Result<void> Messenger::look() {
  TRY(const auto waiting, services_.record.waiting_targets());
  const int minute = minute_of_day(services_.clock());
  for (const std::string& name : waiting) {
    const auto target = find(name);
    if (!target) {
      TRY_VOID(services_.record.forget_target(name));
      continue;
    }
    if (target->quiet && is_quiet(*target->quiet, minute)) continue;
    TRY(const auto notices, services_.record.waiting(name));
    if (notices.empty()) continue;
    TRY_VOID(bring(*target, notices));
  }
  if (queued_ < queue_turn) return {};
  const auto deliveries = queue_->deliveries();
  const bool rests = std::ranges::none_of(
      deliveries, [](const scan::Delivery& one) { return is_pending(one.state); });
  if (!rests) return {};
  queue_.reset();
  return open_queue();
}

std::vector<Target> Messenger::targets() const {
  const std::lock_guard lock(mutex_);
  return targets_;
}

Result<std::set<std::string>> Messenger::with_secrets() {
  const std::lock_guard lock(secrets_mutex_);
  return secrets_.names();
}

std::string Messenger::describe(const Target& target) const {
  auto json = nlohmann::json::parse(to_json(target));
  json["name"] = target.name;
  json["last"] = nullptr;
  const std::lock_guard lock(mutex_);
  if (const auto found = last_.find(target.name); found != last_.end())
    json["last"] = {{"state", found->second.state},
                    {"words", found->second.words},
                    {"time", found->second.time}};
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<void> Messenger::put(const Target& target, const std::optional<std::string>& secret) {
  if (!find(target.name) && targets().size() >= most_targets)
    return fail(Errc::limit, "there are " + std::to_string(most_targets) + " targets already");
  if (secret) {
    const std::lock_guard lock(secrets_mutex_);
    TRY_VOID(secrets_.put(target.name, *secret));
  }
  TRY_VOID(services_.record.put_target(target.name, to_json(target)));
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(targets_, target.name, &Target::name);
  if (found == targets_.end())
    targets_.push_back(target);
  else
    *found = target;
  return {};
}

Result<void> Messenger::remove(const std::string& name) {
  if (!find(name)) return fail(Errc::not_found, "there is no notification target " + name);
  TRY_VOID(services_.record.forget_target(name));
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(targets_, [&](const Target& one) { return one.name == name; });
    last_.erase(name);
  }
  const std::lock_guard lock(secrets_mutex_);
  return secrets_.put(name, "");
}

Result<std::string> Messenger::test(const std::string& name, const Cancel& cancel) {
  const auto target = find(name);
  if (!target) return fail(Errc::not_found, "there is no notification target " + name);
  scan::DeliveryTry attempt;
  attempt.id = services_.fresh_id();
  attempt.fields.time = static_cast<std::time_t>(services_.clock());
  attempt.patience = std::chrono::seconds(20);
  TRY(attempt.secret, secret_of(name));
  const Message message = message_of(attempt.id, *target, {});
  scan::Destination to = destination_of(*target, message, services_.hosts());
  if (target->tells_owners() && to.to.empty()) to.to = {target->from}; // a test is of no job
  TRY(const auto end, services_.send(to, attempt, cancel));
  if (end.kind == scan::DeliveryEnd::Kind::done) return end.words;
  return fail(end.kind == scan::DeliveryEnd::Kind::refused ? Errc::conflict : Errc::unreachable,
              end.words);
}

} // namespace platen::monitor
