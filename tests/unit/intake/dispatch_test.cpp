#include "base/intake_limits.h"
#include "base/limits.h"
#include "intake/ipp/operation.h"
#include "unit/intake/counter.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::intake::ipp::test {
namespace {

const std::pair<std::string, std::string> charset{"attributes-charset", "utf-8"},
    language{"attributes-natural-language", "en"},
    office{"printer-uri", "ipp://localhost/ipp/print/office"};
constexpr ipp_op_t ask_printer = IPP_OP_GET_PRINTER_ATTRIBUTES;

ipp_status_t answer_to(Desk& desk, const Message& request) {
  return status_of(send(desk, {}, request.encode()));
}

TEST(Dispatch, AnswersASoundRequest) {
  Desk desk;
  const http::Response response = send(desk, {}, polite(ask_printer).encode());
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/ipp");
  const Message reply = reply_of(response);
  EXPECT_EQ(ippGetStatusCode(reply.get()), IPP_STATUS_OK);
  EXPECT_EQ(ippGetRequestId(reply.get()), 7);
}

TEST(Dispatch, AnswersARequestInAnyPieces) {
  Desk desk;
  const std::string bytes = polite(ask_printer).encode();
  for (const std::size_t piece : {1u, 3u, 8u, 50u})
    EXPECT_EQ(status_of(send(desk, {}, bytes, piece)), IPP_STATUS_OK) << piece;
}

// RFC 8011 section 4.1.8.
TEST(Dispatch, RefusesOtherVersionsInTheNearestOne) {
  Desk desk;
  const std::vector<std::array<int, 4>> cases{
      {0, 0, 1, 0}, {1, 2, 1, 1}, {2, 9, 2, 2}, {3, 0, 2, 2}, {255, 255, 2, 2}};
  for (const auto& [major, minor, our_major, our_minor] : cases) {
    const Message request = polite(ask_printer);
    ippSetVersion(request.get(), major, minor);
    const Message reply = reply_of(send(desk, {}, request.encode()));
    EXPECT_EQ(ippGetStatusCode(reply.get()), IPP_STATUS_ERROR_VERSION_NOT_SUPPORTED) << major;
    int reply_minor = 0;
    EXPECT_EQ(ippGetVersion(reply.get(), &reply_minor), our_major) << major << '.' << minor;
    EXPECT_EQ(reply_minor, our_minor) << major << '.' << minor;
  }
}

TEST(Dispatch, SpeaksAllOfItsVersions) {
  Desk desk;
  for (const auto& [major, minor] :
       std::vector<std::pair<int, int>>{{1, 0}, {1, 1}, {2, 0}, {2, 1}, {2, 2}}) {
    const Message request = polite(ask_printer);
    ippSetVersion(request.get(), major, minor);
    const Message reply = reply_of(send(desk, {}, request.encode()));
    int reply_minor = 0;
    EXPECT_EQ(ippGetStatusCode(reply.get()), IPP_STATUS_OK);
    EXPECT_EQ(ippGetVersion(reply.get(), &reply_minor), major);
    EXPECT_EQ(reply_minor, minor);
  }
}

TEST(Dispatch, RefusesRequestIdsThatAreNotPositive) {
  Desk desk;
  for (const int id : {0, -1}) {
    const Message request = polite(ask_printer);
    ippSetRequestId(request.get(), id);
    EXPECT_EQ(answer_to(desk, request), IPP_STATUS_ERROR_BAD_REQUEST) << id;
  }
}

TEST(Dispatch, RefusesOperationsThatItDoesNotHave) {
  Desk desk;
  for (const ipp_op_t operation :
       {IPP_OP_PRINT_URI, IPP_OP_CUPS_GET_PPD, IPP_OP_GET_RESOURCES, static_cast<ipp_op_t>(0x3fff)})
    EXPECT_EQ(answer_to(desk, polite(operation)), IPP_STATUS_ERROR_OPERATION_NOT_SUPPORTED);
}

// RFC 8011 section 4.1.4.
TEST(Dispatch, WantsCharsetAndLanguageFirst) {
  Desk desk;
  for (const auto& attributes :
       std::vector<std::vector<std::pair<std::string, std::string>>>{{},
                                                                     {office},
                                                                     {charset, office},
                                                                     {language, office},
                                                                     {language, charset, office},
                                                                     {office, charset, language}})
    EXPECT_EQ(answer_to(desk, plain(ask_printer, attributes)), IPP_STATUS_ERROR_BAD_REQUEST);
  EXPECT_EQ(answer_to(desk, plain(ask_printer, {charset, language, office})), IPP_STATUS_OK);
}

TEST(Dispatch, KnowsTwoCharsets) {
  Desk desk;
  const auto in = [&](const char* name) {
    return answer_to(desk, plain(ask_printer, {{"attributes-charset", name}, language, office}));
  };
  EXPECT_EQ(in("utf-8"), IPP_STATUS_OK);
  EXPECT_EQ(in("UTF-8"), IPP_STATUS_OK);
  EXPECT_EQ(in("us-ascii"), IPP_STATUS_OK);
  EXPECT_EQ(in("iso-8859-1"), IPP_STATUS_ERROR_CHARSET);
}

TEST(Dispatch, RefusesWhatIsThereTwiceOrOutOfOrder) {
  Desk desk;
  const Message twice = polite(ask_printer);
  for (int i = 0; i < 2; ++i)
    ippAddString(twice.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", nullptr, "all");
  EXPECT_EQ(answer_to(desk, twice), IPP_STATUS_ERROR_BAD_REQUEST);
  const Message unordered = polite(IPP_OP_VALIDATE_JOB);
  ippAddInteger(unordered.get(), IPP_TAG_SUBSCRIPTION, IPP_TAG_INTEGER, "notify-lease-duration", 0);
  ippAddInteger(unordered.get(), IPP_TAG_JOB, IPP_TAG_INTEGER, "copies", 1);
  EXPECT_EQ(answer_to(desk, unordered), IPP_STATUS_ERROR_BAD_REQUEST);
}

TEST(Dispatch, RefusesValuesThatAreLongerThanTheirSyntax) {
  Desk desk;
  const Message request = polite(IPP_OP_VALIDATE_JOB);
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr,
               std::string(256, 'x').c_str());
  EXPECT_EQ(answer_to(desk, request), IPP_STATUS_ERROR_REQUEST_VALUE);
}

TEST(Dispatch, FindsThePrinterUnderEveryUri) {
  Desk desk;
  for (const char* const uri :
       {"ipp://localhost/ipp/print", "ipp://localhost:8631/ipp/print/office",
        "ipps://anything/printers/office"})
    EXPECT_EQ(answer_to(desk, polite(ask_printer, uri)), IPP_STATUS_OK) << uri;
  for (const char* const uri : {"ipp://localhost/ipp/print/other", "ipp://localhost/elsewhere",
                                "ipp://localhost/", "ipp://localhost/ipp/print/office/1"})
    EXPECT_EQ(answer_to(desk, polite(ask_printer, uri)), IPP_STATUS_ERROR_NOT_FOUND) << uri;
  EXPECT_EQ(answer_to(desk, polite(ask_printer, "mailto:office")), IPP_STATUS_ERROR_BAD_REQUEST);
}

TEST(Dispatch, WantsATarget) {
  Desk desk;
  EXPECT_EQ(answer_to(desk, plain(ask_printer, {charset, language})), IPP_STATUS_ERROR_BAD_REQUEST);
  EXPECT_EQ(answer_to(desk, polite(IPP_OP_GET_JOB_ATTRIBUTES)), IPP_STATUS_ERROR_BAD_REQUEST);
  EXPECT_EQ(answer_to(desk, polite(IPP_OP_GET_PRINTERS)), IPP_STATUS_ERROR_BAD_REQUEST);
  const Message both = polite(IPP_OP_GET_JOB_ATTRIBUTES);
  ippAddString(both.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "job-uri", nullptr,
               "ipp://localhost/jobs/1");
  EXPECT_EQ(answer_to(desk, both), IPP_STATUS_ERROR_BAD_REQUEST);
}

TEST(Dispatch, FindsAJobInAllThreeForms) {
  Desk desk;
  const job::JobId id = desk.print();
  const std::string number = std::to_string(id);
  const Message by_id = polite(IPP_OP_GET_JOB_ATTRIBUTES);
  ippAddInteger(by_id.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", id);
  EXPECT_EQ(answer_to(desk, by_id), IPP_STATUS_OK);
  for (const std::string& uri :
       {"ipp://localhost/jobs/" + number, "ipp://localhost/ipp/print/office/" + number})
    EXPECT_EQ(
        answer_to(desk, plain(IPP_OP_GET_JOB_ATTRIBUTES, {charset, language, {"job-uri", uri}})),
        IPP_STATUS_OK)
        << uri;
  EXPECT_EQ(answer_to(desk, plain(IPP_OP_GET_JOB_ATTRIBUTES,
                                  {charset, language, {"job-uri", "ipp://localhost/jobs/999"}})),
            IPP_STATUS_ERROR_NOT_FOUND);
}

TEST(Dispatch, AsksForALoginWhereOneIsNeeded) {
  Desk desk;
  const std::string request = polite(IPP_OP_PAUSE_PRINTER).encode();
  const http::Response response = send(desk, {}, request);
  EXPECT_EQ(response.status, 401);
  ASSERT_FALSE(response.fields.empty());
  EXPECT_EQ(response.fields[0].first, "WWW-Authenticate");
  EXPECT_THAT(response.fields[0].second, testing::StartsWith("Basic realm=\"platen\""));
  Sent as_user, as_admin;
  as_user.authorization = "Basic anna";
  as_admin.authorization = "Basic admin";
  EXPECT_EQ(status_of(send(desk, as_user, request)), IPP_STATUS_ERROR_NOT_AUTHORIZED);
  EXPECT_EQ(status_of(send(desk, as_admin, request)), IPP_STATUS_OK);
}

TEST(Dispatch, AsksForEncryptionBeforeAPasswordCrossesTheNetwork) {
  Desk desk;
  Sent from_afar;
  from_afar.loopback = false;
  EXPECT_EQ(send(desk, from_afar, polite(IPP_OP_PAUSE_PRINTER).encode()).status, 426);
  from_afar.encrypted = true;
  EXPECT_EQ(send(desk, from_afar, polite(IPP_OP_PAUSE_PRINTER).encode()).status, 401);
}

TEST(Dispatch, RefusesAWrongPasswordEvenWhereNoneIsNeeded) {
  Desk desk;
  Sent wrong;
  wrong.authorization = "Basic wrong";
  EXPECT_EQ(send(desk, wrong, polite(IPP_OP_GET_JOBS).encode()).status, 401);
}

TEST(Dispatch, LetsOnlyTheOwnerChangeAJob) {
  Desk desk;
  const job::JobId id = desk.print("office", "anna");
  const auto hold = [&](const std::string& user, const std::string& login = {}) {
    Request request(IPP_OP_HOLD_JOB, "office", id, user);
    request.login = login;
    return Desk::status(desk.ask(request));
  };
  EXPECT_EQ(hold("berta"), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
  EXPECT_EQ(hold("anna", "berta"), IPP_STATUS_ERROR_NOT_AUTHORIZED); // the proof beats the claim
  EXPECT_EQ(hold("anna"), IPP_STATUS_OK);
  EXPECT_EQ(hold("berta", "admin"), IPP_STATUS_OK);
}

TEST(Dispatch, LetsNobodyClaimAProvenUsersJob) {
  Desk desk;
  const job::JobId id = desk.print("office", "anna");
  desk.edit(id, [](job::Job& job) -> Result<void> {
    job.user_is_proven = true;
    return {};
  });
  EXPECT_EQ(Desk::status(desk.ask(Request(IPP_OP_HOLD_JOB, "office", id, "anna"))),
            IPP_STATUS_ERROR_NOT_AUTHENTICATED);
}

TEST(Dispatch, DemandsALoginToPrintWherePolicySaysSo) {
  Policy policy;
  policy.login_to_print = true;
  Desk desk(policy);
  Request request(IPP_OP_VALIDATE_JOB, "office");
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_ERROR_NOT_AUTHENTICATED);
  request.login = "anna";
  EXPECT_EQ(Desk::status(desk.ask(request)), IPP_STATUS_OK);
}

TEST(Dispatch, AnswersBrokenMessagesWithTheirRequestId) {
  Desk desk;
  std::string bytes = polite(ask_printer).encode();
  bytes[8] = '\x00'; // the first group's tag
  const Message reply = reply_of(send(desk, {}, bytes));
  EXPECT_EQ(ippGetStatusCode(reply.get()), IPP_STATUS_ERROR_BAD_REQUEST);
  EXPECT_EQ(ippGetRequestId(reply.get()), 7);
}

// RFC 8011 section 4.1.2 wants 1 to 2^31 - 1; the answer has it as it came, that the client knows
// it.
TEST(Dispatch, AnswersARequestIdThatIsNoneAsItCame) {
  Desk desk;
  for (const int id : {-1, 0, -2}) {
    const Message request = polite(ask_printer);
    ippSetRequestId(request.get(), id);
    std::string bytes = request.encode();
    EXPECT_EQ(ippGetRequestId(reply_of(send(desk, {}, bytes)).get()), id);
    bytes[8] = '\x00'; // nor can its groups be read
    EXPECT_EQ(ippGetRequestId(reply_of(send(desk, {}, bytes)).get()), id);
  }
}

TEST(Dispatch, AnswersMessagesThatAreCutShort) {
  Desk desk;
  const std::string bytes = polite(ask_printer).encode();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const http::Response response = send(desk, {}, bytes.substr(0, size));
    if (size < 8) {
      EXPECT_EQ(response.status, 400) << size;
    } else {
      EXPECT_EQ(status_of(response), IPP_STATUS_ERROR_BAD_REQUEST) << size;
    }
  }
}

TEST(Dispatch, BoundsTheAttributes) {
  Desk desk;
  std::string endless = polite(ask_printer).encode();
  endless.pop_back();
  while (endless.size() <= limits::ipp_bytes)
    endless += std::string("\x42\x00\x01x\x10\x00", 6) + std::string(0x1000, 'y');
  EXPECT_EQ(status_of(send(desk, {}, endless, 65536)), IPP_STATUS_ERROR_REQUEST_ENTITY);
}

TEST(Dispatch, IgnoresALittleAfterAnOperationWithoutDocument) {
  Desk desk;
  const std::string bytes = polite(ask_printer).encode();
  EXPECT_EQ(status_of(send(desk, {}, bytes + "\r\n")), IPP_STATUS_OK);
  EXPECT_EQ(status_of(send(desk, {}, bytes + std::string(100'000, ' '), 1000)),
            IPP_STATUS_ERROR_BAD_REQUEST);
}

TEST(Dispatch, ServesItsPathsAndMethodsOnly) {
  Desk desk;
  const std::string bytes = polite(ask_printer).encode();
  Sent sent;
  sent.method = "GET";
  EXPECT_EQ(send(desk, sent, "").status, 405);
  sent = {};
  sent.content_type = "text/plain";
  EXPECT_EQ(send(desk, sent, bytes).status, 415);
  sent.content_type = "application/ipp; charset=utf-8";
  EXPECT_EQ(send(desk, sent, bytes).status, 200);
  sent = {};
  sent.path = "/elsewhere";
  EXPECT_EQ(send(desk, sent, bytes).status, 404);
  for (const char* const path :
       {"/", "/ipp/print/x", "/ipp/system", "/printers/x", "/jobs/1", "/admin/"})
    EXPECT_TRUE(Service::serves(path)) << path;
  for (const char* const path : {"/ippx", "/eSCL/x", "/api/v1", "/metrics"})
    EXPECT_FALSE(Service::serves(path)) << path;
}

TEST(Operations, AreListedOnce) {
  std::set<int> codes;
  std::set<std::string_view> names;
  for (const Operation& operation : operations()) {
    EXPECT_TRUE(codes.insert(operation.code).second) << operation.name;
    EXPECT_TRUE(names.insert(operation.name).second) << operation.name;
    EXPECT_EQ(find_operation(operation.code), &operation);
    // Ours are of the vendors' range, of which libcups knows its own part alone.
    const bool ours = operation.code >= 0x5001 && operation.code <= 0x5005;
    EXPECT_EQ(operation.name.starts_with("Platen-"), ours) << operation.name;
    const std::string number = "0x500" + std::to_string(operation.code - 0x5000);
    EXPECT_EQ(ippOpString(operation.code), ours ? number : std::string(operation.name));
  }
}

// PWG 5100.12 section 4: what IPP/2.0, 2.1 and 2.2 require.
TEST(Operations, AreAllThatIppDemands) {
  for (const int code : {0x02, 0x04, 0x05, 0x06, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x10,
                         0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x22,
                         0x23, 0x24, 0x25, 0x26, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f, 0x30,
                         0x31, 0x33, 0x34, 0x35, 0x37, 0x38, 0x39, 0x3a, 0x3b, 0x3c})
    EXPECT_NE(find_operation(code), nullptr) << ippOpString(static_cast<ipp_op_t>(code));
}

TEST(StatusOf, MapsEveryErrorToAnError) {
  for (int code = 0; code <= static_cast<int>(Errc::bug); ++code)
    EXPECT_GE(ipp::status_of(static_cast<Errc>(code)), 0x0400) << code;
}

// Each has its first bytes for itself; beyond them the attributes of all requests have one bound.
TEST(Dispatch, RefusesAttributesAsBusyWhenAllRequestsTogetherHaveTooMany) {
  Desk desk;
  http::Head head;
  head.method = "POST";
  head.path = "/ipp/print";
  head.host = "localhost:8631";
  head.fields = {{"content-type", "application/ipp"}};
  head.peer.loopback = true;
  const Message request = polite(ask_printer);
  const std::string word(1'000, 'x');
  const std::vector<const char*> words(1'000, word.c_str());
  ippAddStrings(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                static_cast<int>(words.size()), nullptr, words.data());
  const std::string bytes = request.encode();
  ASSERT_LT(bytes.size(), limits::ipp_bytes);
  const Bytes most = as_bytes(bytes).first(bytes.size() - 10);
  std::vector<std::unique_ptr<http::Exchange>> held;
  std::optional<http::Response> refused;
  while (!refused && held.size() < 1'000) {
    held.push_back(std::get<std::unique_ptr<http::Exchange>>(desk.service->begin(head)));
    refused = held.back()->body(most);
  }
  ASSERT_TRUE(refused);
  EXPECT_GE(held.size() * limits::ipp_bytes, limits::ipp_bytes_of_all);
  EXPECT_LE((held.size() - 1) * (most.size() - limits::ipp_free_bytes), limits::ipp_bytes_of_all);
  EXPECT_EQ(status_of(*refused), IPP_STATUS_ERROR_BUSY);
  EXPECT_EQ(ippGetRequestId(reply_of(*refused).get()), 7);
  // Usual ones find room, with their documents, and all of them do when it is there again.
  EXPECT_EQ(status_of(send(desk, {}, polite(ask_printer).encode())), IPP_STATUS_OK);
  EXPECT_EQ(status_of(send(desk, {}, polite(IPP_OP_PRINT_JOB).encode() + std::string(60'000, 'x'))),
            IPP_STATUS_OK);
  EXPECT_EQ(status_of(send(desk, {}, bytes)), IPP_STATUS_ERROR_BUSY);
  held.clear();
  EXPECT_NE(status_of(send(desk, {}, bytes)), IPP_STATUS_ERROR_BUSY);
}

} // namespace
} // namespace platen::intake::ipp::test
