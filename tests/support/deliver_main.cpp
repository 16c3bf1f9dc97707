// One delivery as the server makes it, for tests with real servers: a JSON object on standard
// input, the end as a JSON object on standard output. SIGTERM cancels.
#include "scan/deliver/deliver.h"

#include <array>
#include <csignal>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <thread>

#include <nlohmann/json.hpp>

namespace {

using namespace platen;
using namespace platen::scan;
using nlohmann::json;

volatile std::sig_atomic_t terminated = 0;

Destination destination_of(const json& from) {
  Destination to;
  to.kind = static_cast<DestinationKind>(from.at("kind").get<int>());
  to.name = from.value("name", "test");
  to.address = from.value("address", "");
  to.user = from.value("user", "");
  to.login = from.value("login", "");
  to.to = from.value("to", std::vector<std::string>());
  to.from = from.value("from", "");
  to.subject = from.value("subject", "");
  to.text = from.value("text", "");
  to.most_bytes = from.value("most_bytes", std::uint64_t{0});
  to.trust = from.value("trust", "");
  to.host_key = from.value("host_key", "");
  return to;
}

DeliveryTry try_of(const json& from) {
  DeliveryTry attempt;
  attempt.id = from.value("id", "delivery-1");
  attempt.number = from.value("number", 1);
  attempt.secret = from.value("secret", "");
  attempt.there = from.value("there", std::vector<std::string>());
  attempt.patience = std::chrono::seconds(from.value("patience", 20));
  attempt.fields.time = from.value("time", std::time_t{1'700'000'000});
  attempt.fields.recipe = from.value("recipe", "Invoices");
  for (const json& one : from.at("files")) {
    PackedFile file;
    file.path = one.at("path").get<std::string>();
    file.name = one.at("name").get<std::string>();
    file.media_type = one.value("type", "application/pdf");
    file.bytes = one.at("bytes").get<std::uint64_t>();
    attempt.files.push_back(std::move(file));
  }
  return attempt;
}

json end_of(const Result<DeliveryEnd>& end) {
  if (!end)
    return {{"kind", std::string("error ") + std::string(to_string(end.error().code))},
            {"words", end.error().message()}};
  constexpr std::array<const char*, 4> kinds{"done", "again", "refused", "unsure"};
  return {{"kind", kinds[static_cast<std::size_t>(end->kind)]},
          {"words", end->words},
          {"where", end->where}};
}

} // namespace

int main() {
  std::signal(SIGTERM, [](int) { terminated = 1; });
  const std::string text(std::istreambuf_iterator<char>(std::cin), {});
  const json request = json::parse(text);
  Cancel cancel;
  std::jthread watch([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      if (terminated != 0) cancel.request();
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  });
  const auto end =
      deliver(destination_of(request.at("destination")), try_of(request.at("try")), cancel);
  std::cout << end_of(end).dump() << '\n';
  return 0;
}
