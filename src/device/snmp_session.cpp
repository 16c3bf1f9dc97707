#include "device/snmp_session.h"

#include "base/device_limits.h"
#include "device/snmp_link.h"

#include <algorithm>
#include <iterator>

namespace platen::device {

namespace {

using snmp::Binding;
using snmp::Bindings;
using snmp::Oid;

constexpr int longest_oid = 128; // RFC 3416 section 2.2

Oid oid_of(const oid* names, std::size_t count) {
  Oid copy;
  for (std::size_t i = 0; i < count; ++i)
    copy.push_back(static_cast<std::uint32_t>(names[i]));
  return copy;
}

Binding binding_of(const netsnmp_variable_list& variable) {
  Binding binding{oid_of(variable.name, variable.name_length), {}};
  switch (variable.type) {
  case ASN_INTEGER:
    binding.value = std::int64_t{*variable.val.integer};
    break;
  case ASN_COUNTER:
  case ASN_GAUGE:
  case ASN_TIMETICKS: // 32 bits without a sign, in a long
    binding.value = std::int64_t{*variable.val.integer & 0xffffffffL};
    break;
  case ASN_OCTET_STR:
    binding.value =
        std::string(reinterpret_cast<const char*>(variable.val.string), variable.val_len);
    break;
  case ASN_OBJECT_ID:
    binding.value = oid_of(variable.val.objid, variable.val_len / sizeof(oid));
    break;
  default:
    break; // nothing that a printer's status needs
  }
  return binding;
}

class NetSnmpSession final : public SnmpSession {
public:
  explicit NetSnmpSession(std::unique_ptr<SnmpLink> link)
      : link_(std::move(link)), where_(link_->where()) {}

  Result<Bindings> get(std::span<const Oid> oids) override {
    std::vector<Asked> all;
    for (const Oid& name : oids)
      all.push_back({name, 0});
    TRY(const auto answers, ask(SNMP_MSG_GET, std::move(all)));
    Bindings found;
    for (const Answered& answer : answers)
      found.push_back(answer.binding);
    return found;
  }

  Result<Bindings> walk(std::span<const Oid> columns) override {
    Bindings found;
    std::vector<Asked> open;
    for (std::size_t column = 0; column < columns.size(); ++column)
      open.push_back({columns[column], column});
    while (!open.empty()) {
      TRY(const auto row, ask(SNMP_MSG_GETNEXT, open));
      std::vector<Asked> next;
      for (const auto& [asked, binding] : row) {
        if (!snmp::begins_with(binding.oid, columns[asked.column])) continue; // the column's end
        if (binding.oid <= asked.name)
          return fail(Errc::malformed, where_ + ": the agent's answers go in a circle");
        if (found.size() == limits::snmp_variables)
          return fail(Errc::limit, where_ + ": the agent has more than " +
                                       std::to_string(limits::snmp_variables) + " variables");
        next.push_back({binding.oid, asked.column});
        found.push_back(binding);
      }
      open = std::move(next);
    }
    return found;
  }

private:
  struct Asked {
    Oid name;
    std::size_t column; // of a walk
  };
  struct Answered {
    Asked asked;
    Binding binding;
  };
  using Answers = std::vector<Answered>;

  // In version 1 one variable that is not there spoils the whole answer: it is left out, and the
  // rest asked again.
  Result<Answers> ask(int kind, std::vector<Asked> all) {
    while (!all.empty()) {
      TRY(const Pdu answer, exchange(kind, all));
      if (answer->errstat == SNMP_ERR_NOERROR) return matched(all, *answer);
      const long bad = answer->errindex;
      if (answer->errstat == SNMP_ERR_TOOBIG && all.size() > 1) return halves(kind, all);
      if (answer->errstat != SNMP_ERR_NOSUCHNAME || bad < 1 || bad > std::ssize(all))
        return fail(Errc::unsupported, where_ + ": the agent refuses: " +
                                           snmp_errstring(static_cast<int>(answer->errstat)));
      all.erase(all.begin() + (bad - 1));
    }
    return Answers{};
  }

  // The answer's variables stand where the question's did.
  Result<Answers> matched(const std::vector<Asked>& all, const netsnmp_pdu& pdu) const {
    Answers answers;
    for (const auto* one = pdu.variables; one != nullptr; one = one->next_variable) {
      if (answers.size() == all.size())
        return fail(Errc::malformed, where_ + ": the agent answers more than it was asked");
      answers.push_back({all[answers.size()], binding_of(*one)});
    }
    return answers;
  }

  Result<Answers> halves(int kind, const std::vector<Asked>& all) {
    const auto middle = all.begin() + std::ssize(all) / 2;
    TRY(Answers answers, ask(kind, {all.begin(), middle}));
    TRY(Answers others, ask(kind, {middle, all.end()}));
    std::ranges::move(others, std::back_inserter(answers));
    return answers;
  }

  Result<Pdu> exchange(int kind, const std::vector<Asked>& all) {
    Pdu request(snmp_pdu_create(kind));
    if (!request) return fail(Errc::limit, "no memory for a question by SNMP");
    for (const Asked& asked : all) {
      std::vector<oid> wide(asked.name.begin(), asked.name.end());
      if (wide.size() > longest_oid) return fail(Errc::malformed, where_ + ": a name is too long");
      snmp_add_null_var(request.get(), wide.data(), wide.size());
    }
    return link_->ask(*request);
  }

  const std::unique_ptr<SnmpLink> link_;
  const std::string& where_;
};

} // namespace

Result<std::unique_ptr<SnmpSession>> open_snmp(const SnmpAddress& address,
                                               std::chrono::steady_clock::time_point until,
                                               const Cancel& cancel) {
  TRY(auto link, SnmpLink::open(address, until, cancel));
  return std::make_unique<NetSnmpSession>(std::move(link));
}

} // namespace platen::device
