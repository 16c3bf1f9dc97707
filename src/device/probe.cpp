#include "device/probe.h"

#include "base/device_limits.h"
#include "base/thread.h"
#include "client/request.h"
#include "device/bjnp_client.h"
#include "device/channel_port.h"
#include "device/chmp_client.h"
#include "device/ipp_question.h"
#include "device/snmp_session.h"
#include "device/spoken.h"
#include "transport/address.h"
#include "transport/transport.h"
#include "wire/ieee1284/device_id.h"
#include "wire/pjl/info.h"
#include "wire/snmp/interpreters.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <functional>
#include <mutex>

namespace platen::device {

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using transport::SocketAddress;

// What one channel found.
struct Found {
  std::string device_id;
  std::vector<Spoken> languages;
};
using Ask = std::function<Result<Found>()>;
struct Channel {
  std::string name;
  Ask ask;
};

void add(Found& found, std::string name, std::string_view words) {
  if (name.empty()) return;
  const bool known =
      std::ranges::find(found.languages, name, &Spoken::name) != found.languages.end();
  if (!known) found.languages.push_back({std::move(name), {}, std::string(words)});
}

Found from_device_id(std::string id) {
  Found found;
  for (const std::string& word : ieee1284::command_sets(id))
    add(found, language_name(word), word);
  found.device_id = std::move(id);
  return found;
}

Result<Found> ask_pjl(const std::string& uri, const Cancel& cancel) {
  const transport::Deadlines deadlines{limits::pjl_answer, limits::pjl_answer};
  TRY(const auto device, transport::open(uri, deadlines, cancel));
  TRY_VOID(device->write(pjl::info_questions()));
  pjl::DeviceInfo info;
  std::string received;
  std::array<std::byte, 2048> block{};
  std::size_t in_all = 0;
  for (const auto until = Clock::now() + limits::pjl_answer;;) {
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    if (left <= milliseconds{0}) break;
    const auto got = device->read(block, left);
    if (!got || *got == 0) break; // what was said counts
    in_all += *got;
    if (in_all > limits::pjl_answer_bytes)
      return fail(Errc::limit, "the answer to PJL's INFO does not end");
    received += as_text(Bytes(block).first(*got));
    pjl::take_info(received, info);
    if (!info.id.empty() && info.configured) break;
  }
  if (info.id.empty() && !info.configured)
    return fail(Errc::unsupported, "PJL's INFO ID and INFO CONFIG are not answered");
  Found found;
  found.device_id = info.id;
  for (const std::string& word : info.languages)
    add(found, language_name(word), word);
  return found;
}

Result<Found> ask_snmp(const SnmpAddress& address, const Cancel& cancel) {
  TRY(const auto session, open_snmp(address, Clock::now() + limits::status_read, cancel));
  const std::array<snmp::Oid, 1> asked{snmp::device_id_variable()};
  TRY(const snmp::Bindings ids, session->get(asked));
  Found found;
  if (!ids.empty() && ids.front().octets() != nullptr)
    found = from_device_id(snmp::readable(*ids.front().octets(), 1024));
  TRY(const snmp::Bindings rows, session->walk(snmp::interpreter_columns()));
  for (const snmp::Interpreter& one : snmp::read_interpreters(rows)) {
    std::string name(language_of_family(one.family));
    // A family is less than a description may say: "PCL5e" of the family of PCL.
    if (name.empty() || name == "pcl")
      if (const auto described = language_name(one.description); !described.empty())
        name = described;
    add(found, std::move(name), one.description.empty() ? one.level : one.description);
  }
  if (found.device_id.empty() && found.languages.empty())
    return fail(Errc::unsupported, "the agent tells no device id and no languages");
  return found;
}

Result<Found> ask_chmp(const ChmpAddress& address, const Cancel& cancel) {
  TRY(std::string id, ask_chmp_device_id(address, cancel));
  return from_device_id(std::move(id));
}

Result<Found> ask_bjnp(const std::string& host, std::uint16_t port, const Cancel& cancel) {
  TRY(std::string id, ask_bjnp_device_id(host, port, Clock::now() + limits::status_read, cancel));
  return from_device_id(std::move(id));
}

Result<Found> ask_ipp(const transport::IppAddress& address, const Cancel& cancel) {
  TRY(const ipp::Message answer,
      ask_printer(address, {"printer-device-id", "document-format-supported"}, cancel));
  Found found;
  if (const auto id = answer.text(IPP_TAG_PRINTER, "printer-device-id"))
    found = from_device_id(*id);
  found.languages.clear(); // what it takes, it says in the words of IPP
  for (const std::string& format : client::values_of(answer.get(), "document-format-supported"))
    add(found, format, format);
  return found;
}

std::vector<Channel> socket_channels(const SocketAddress& address, const std::string& uri,
                                     const Cancel& cancel) {
  std::vector<Channel> channels;
  const auto add_channel = [&](std::string_view name, std::uint16_t usual, auto make) {
    if (const auto port = port_of(address, name, usual))
      channels.push_back({std::string(name), make(*port)});
  };
  if (address.channel("pjl") != "off")
    channels.push_back({"pjl", [uri, &cancel] { return ask_pjl(uri, cancel); }});
  const std::string community = community_of(address);
  add_channel("snmp", snmp_port, [&](std::uint16_t port) -> Ask {
    return [=, &cancel, host = address.host] { return ask_snmp({host, port, community}, cancel); };
  });
  for (const bool tls : {true, false})
    add_channel(
        tls ? "chmps" : "chmp", tls ? https_port : http_port, [&](std::uint16_t port) -> Ask {
          return [=, &cancel, host = address.host] { return ask_chmp({host, port, tls}, cancel); };
        });
  add_channel("bjnp", bjnp_port, [&](std::uint16_t port) -> Ask {
    return [=, &cancel, host = address.host] { return ask_bjnp(host, port, cancel); };
  });
  return channels;
}

Result<std::vector<Channel>> channels_of(const std::string& uri, const Cancel& cancel) {
  if (transport::is_ipp_uri(uri)) {
    TRY(const auto address, transport::parse_ipp_uri(uri));
    return std::vector<Channel>{{"ipp", [address, &cancel] { return ask_ipp(address, cancel); }}};
  }
  if (!uri.starts_with("socket://"))
    return fail(Errc::invalid,
                uri + ": only devices at socket://, ipp:// and ipps:// can be asked what they are");
  TRY(const SocketAddress address, transport::parse_socket_uri(uri));
  return socket_channels(address, uri, cancel);
}

// Sets `stop` after a time, or when `cancel` is set, unless it is ended before.
class Watch {
public:
  Watch(Cancel& stop, const Cancel& cancel, milliseconds within)
      : thread_(start_thread([this, &stop, &cancel, until = Clock::now() + within] {
          std::unique_lock lock(mutex_);
          while (!ended_ && !cancel.requested() && Clock::now() < until)
            wake_.wait_until(lock, std::min(until, Clock::now() + look_interval));
          stop.request();
        })) {}
  ~Watch() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    wake_.notify_all();
    if (thread_) thread_->join();
  }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

private:
  static constexpr milliseconds look_interval{100}; // at `cancel`
  std::mutex mutex_;
  std::condition_variable wake_;
  bool ended_ = false;
  Result<std::thread> thread_; // last: it uses the others
};

// All at once: most of them only wait, and a silent one takes the whole time.
std::vector<Result<Found>> ask_all(const std::vector<Channel>& channels) {
  std::vector<Result<Found>> results(channels.size(), Found{});
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    const auto ask = [&results, &channels, i] { results[i] = channels[i].ask(); };
    auto thread = start_thread(ask);
    if (thread)
      threads.push_back(*std::move(thread));
    else
      ask();
  }
  for (std::thread& thread : threads)
    thread.join();
  return results;
}

} // namespace

std::vector<std::string> Probe::models() const {
  std::vector<std::string> names;
  for (const Answer& answer : answers) {
    std::string name = ieee1284::value(answer.device_id, "MDL", "MODEL");
    if (name.empty() && answer.channel == "pjl") name = answer.device_id;
    if (!name.empty() && std::ranges::find(names, name) == names.end())
      names.push_back(std::move(name));
  }
  return names;
}

Result<Probe> probe(const std::string& device_uri, const Cancel& cancel, milliseconds within) {
  Cancel stop;
  TRY(const auto channels, channels_of(device_uri, stop));
  const auto results = [&] {
    const Watch watch(stop, cancel, within);
    return ask_all(channels);
  }();
  Probe all;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    Answer answer{channels[i].name, {}, {}};
    if (results[i]) {
      answer.device_id = results[i]->device_id;
      for (const Spoken& spoken : results[i]->languages)
        all.languages.push_back({spoken.name, channels[i].name, spoken.words});
    } else {
      answer.silence = results[i].error().message();
    }
    all.answers.push_back(std::move(answer));
  }
  return all;
}

} // namespace platen::device
