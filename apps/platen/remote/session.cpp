#include "remote/session.h"

#include "client/login.h"
#include "client/request.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace platen::app {

using platen::ipp::Message;

namespace {

// As job::check_printer_name() has it, which belongs to the server.
Result<void> check_name(const std::string& name) {
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  const bool right = !name.empty() && name.size() <= 127 && is_word(name[0]) &&
                     std::ranges::all_of(name, [&](char c) {
                       return is_word(c) || c == '.' || c == '_' || c == '-';
                     });
  if (right) return {};
  return fail(Errc::invalid, "\"" + name +
                                 "\" is no printer name: 1 to 127 of A-Z a-z 0-9 . _ -, "
                                 "the first a letter or digit");
}

} // namespace

Session::Session(std::unique_ptr<client::Connection> connection,
                 const client::ServerAddress& address)
    : connection_(std::move(connection)),
      host_(address.socket.empty() ? address.text() : "localhost"),
      user_(address.user.empty() ? client::own_user_name() : address.user) {}

Result<Session> Session::open(const Arguments& arguments) {
  std::optional<std::string> named;
  if (arguments.has("server")) named = arguments.get("server");
  TRY(const client::ServerAddress address, client::find_server(named));
  TRY(auto connection, client::connect(address));
  return Session(std::move(connection), address);
}

Result<Message> Session::ask(const Request& request, int document_fd) {
  TRY(Message answer, connection_->ask(request.message, request.path, document_fd));
  if (auto error = client::error_of(answer)) return Failure(*std::move(error));
  return answer;
}

std::string Session::uri(const std::string& path) const {
  return "ipp://" + host_ + path;
}

Request Session::make(ipp_op_t operation, const char* target, const std::string& path) const {
  return {client::make_request(operation, target, uri(path), user_), path};
}

std::string Session::printer_uri(const std::string& printer) const {
  return uri(printer.empty() ? "/ipp/print" : "/ipp/print/" + printer);
}

Request Session::printer_request(ipp_op_t operation, const std::string& printer) const {
  return make(operation, "printer-uri", printer.empty() ? "/ipp/print" : "/ipp/print/" + printer);
}

Request Session::server_request(ipp_op_t operation) const {
  return make(operation, "printer-uri", "/");
}

Request Session::system_request(ipp_op_t operation) const {
  return make(operation, "system-uri", "/ipp/system");
}

Request Session::job_request(ipp_op_t operation, int job) const {
  return make(operation, "job-uri", "/jobs/" + std::to_string(job));
}

Request Session::job_request(ipp_op_t operation, const std::string& job_uri) const {
  const std::size_t host = job_uri.find("://");
  const std::size_t path = host == std::string::npos ? host : job_uri.find('/', host + 3);
  return {client::make_request(operation, "job-uri", job_uri, user_),
          path == std::string::npos ? "/" : job_uri.substr(path)};
}

Result<std::string> printer_name(const Arguments& arguments) {
  if (!arguments.has("printer")) return std::string{};
  std::string name = arguments.get("printer");
  TRY_VOID(check_name(name));
  return name;
}

Result<std::string> needed_printer_name(const Arguments& arguments) {
  if (!arguments.has("printer")) return fail(Errc::invalid, "-d NAME is missing");
  return printer_name(arguments);
}

Result<std::vector<int>> job_numbers(const Arguments& arguments) {
  std::vector<int> numbers;
  for (const std::string& word : arguments.operands) {
    const std::size_t dash = word.rfind('-');
    const std::string_view digits =
        std::string_view(word).substr(dash == std::string::npos ? 0 : dash + 1);
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (dash == 0 || error != std::errc{} || end != digits.data() + digits.size() || number < 1)
      return fail(Errc::invalid, "\"" + word + "\" is no job number");
    numbers.push_back(number);
  }
  if (numbers.empty()) return fail(Errc::invalid, "the number of a JOB is missing");
  return numbers;
}

Result<void> no_operands(const Arguments& arguments) {
  if (arguments.operands.empty()) return {};
  return fail(Errc::invalid, "takes no operand (\"" + arguments.operands[0] + "\")");
}

Result<std::vector<std::pair<std::string, std::string>>> name_values(const Arguments& arguments) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const std::string& word : arguments.all("option")) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0)
      return fail(Errc::invalid, "-o takes name=value, not \"" + word + "\"");
    pairs.emplace_back(word.substr(0, equals), word.substr(equals + 1));
  }
  return pairs;
}

} // namespace platen::app
