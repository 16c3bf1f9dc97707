#include "scan/engine/delivery_records.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <nlohmann/json.hpp>

namespace platen::scan {

namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 5> state_words{"waiting", "sending", "done", "failed",
                                                      "unsure"};

std::int64_t seconds_of(SystemTime time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

SystemTime time_of(const Json& json) {
  return SystemTime(std::chrono::seconds(json.get<std::int64_t>()));
}

class Records final : public DeliveryStore {
public:
  Records(RecordStore& store, std::function<bool(const std::string&)> wanted)
      : store_(store), wanted_(std::move(wanted)) {}

  Result<std::vector<Delivery>> load() override {
    TRY(const auto records, store_.all(RecordKind::delivery));
    std::vector<Delivery> deliveries;
    std::vector<RecordChange> forgotten;
    for (const auto& [key, text] : records) {
      TRY(Delivery delivery, delivery_from_json(key, text));
      if (is_pending(delivery.state) || wanted_(delivery.session))
        deliveries.push_back(std::move(delivery));
      else
        forgotten.push_back({RecordKind::delivery, key, {}});
    }
    TRY_VOID(store_.change(forgotten));
    return deliveries;
  }

  Result<void> save(const Delivery& delivery) override {
    return store_.change({{RecordKind::delivery, delivery.id, delivery_json(delivery)}});
  }

private:
  RecordStore& store_;
  const std::function<bool(const std::string&)> wanted_;
};

} // namespace

std::string delivery_json(const Delivery& delivery) {
  const Json json{{"id", delivery.id},
                  {"session", delivery.session},
                  {"destination", delivery.destination},
                  {"kind", static_cast<int>(delivery.kind)},
                  {"state", state_words[static_cast<std::size_t>(delivery.state)]},
                  {"tries", delivery.tries},
                  {"since", seconds_of(delivery.since)},
                  {"next", seconds_of(delivery.next)},
                  {"doubtful", delivery.doubtful},
                  {"words", delivery.words},
                  {"there", delivery.there}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Delivery> delivery_from_json(const std::string& key, const std::string& text) {
  const auto wrong = [&] {
    return fail(Errc::malformed, "the record of the delivery " + key + " cannot be read");
  };
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return wrong();
  try {
    Delivery delivery;
    delivery.id = json.at("id").get<std::string>();
    delivery.session = json.at("session").get<std::string>();
    delivery.destination = json.at("destination").get<std::string>();
    const int kind = json.at("kind").get<int>();
    const auto state =
        std::ranges::find(state_words, json.at("state").get_ref<const std::string&>());
    if (state == state_words.end() || kind < 0 || kind > static_cast<int>(DestinationKind::webhook))
      return wrong();
    delivery.kind = static_cast<DestinationKind>(kind);
    delivery.state = static_cast<DeliveryState>(state - state_words.begin());
    delivery.tries = json.at("tries").get<std::int32_t>();
    delivery.since = time_of(json.at("since"));
    delivery.next = time_of(json.at("next"));
    delivery.doubtful = json.at("doubtful").get<bool>();
    delivery.words = json.at("words").get<std::string>();
    delivery.there = json.at("there").get<std::vector<std::string>>();
    return delivery;
  } catch (const Json::exception&) {
    return wrong();
  }
}

std::unique_ptr<DeliveryStore>
delivery_records(RecordStore& store, std::function<bool(const std::string& session)> wanted) {
  return std::make_unique<Records>(store, std::move(wanted));
}

} // namespace platen::scan
