// What can be read of a scanner, and what is refused.
#include "intake/escl/replies.h"
#include "wire/escl/element.h"
#include "world.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace platen::intake::escl::test {
namespace {

TEST(EsclResources, AreThoseOfTheScanner) {
  const World world;
  const Answer capabilities = world.get("ScannerCapabilities");
  EXPECT_EQ(capabilities.status, 200);
  EXPECT_EQ(capabilities.fields.at("content-type"), "text/xml");
  EXPECT_EQ(World::element(capabilities.body, "pwg:MakeAndModel"), "Canon iR1020");
  EXPECT_EQ(World::element(capabilities.body, "scan:UUID"), "11111111-2222-4333-8444-555555555555");
  EXPECT_EQ(World::element(capabilities.body, "scan:AdminURI"), "http://localhost/");
  EXPECT_EQ(World::element(capabilities.body, "scan:IconURI"),
            "http://localhost/eSCL/copier/ScannerIcon");
  EXPECT_EQ(World::element(capabilities.body, "scan:FeederCapacity"), "50"); // sane-airscan #385
  EXPECT_NE(capabilities.body.find("<scan:ColorMode>BlackAndWhite1<"), std::string::npos);
  const Answer icon = world.get("ScannerIcon");
  EXPECT_EQ(icon.body, "icon of copier");
  EXPECT_EQ(icon.fields.at("content-type"), "image/png");
  EXPECT_EQ(world.ask("HEAD", "/eSCL/copier/ScannerStatus").status, 200);
  EXPECT_EQ(world.ask("GET", "/eSCL/copier//ScannerStatus").status, 200); // "rs" with a slash
}

TEST(EsclResources, OthersAreNotThere) {
  const World world;
  for (const std::string_view path :
       {"/eSCL/", "/eSCL/other/ScannerStatus", "/eSCL/copier", "/eSCL/copier/Nothing",
        "/eSCL/copier/ScanJobs/unknown", "/eSCL/copier/ScanJobs/unknown/NextDocument",
        "/eSCL/copier/ScannerStatus/more", "/eSCL/copier/ScanJobs/a/NextDocument/more"})
    EXPECT_EQ(world.ask("GET", path).status, 404) << path;
  EXPECT_TRUE(Service::serves("/eSCL/x/ScannerStatus"));
  EXPECT_FALSE(Service::serves("/eSCLx"));
}

TEST(EsclResources, AllowWhatCanBeDone) {
  World world;
  const auto allowed = [&](std::string_view method, std::string_view path) {
    const Answer answer = world.ask(method, path);
    return std::to_string(answer.status) + " " +
           (answer.fields.contains("allow") ? answer.fields.at("allow") : "");
  };
  EXPECT_EQ(allowed("POST", "/eSCL/copier/ScannerStatus"), "405 GET, HEAD");
  EXPECT_EQ(allowed("GET", "/eSCL/copier/ScanJobs"), "405 POST");
  EXPECT_EQ(allowed("GET", "/eSCL/copier/ScanBufferInfo"), "405 PUT");
  const std::string job = world.new_job(small_scan("Platen", "image/png"));
  EXPECT_EQ(allowed("GET", job), "405 DELETE");
  EXPECT_EQ(allowed("DELETE", job + "/NextDocument"), "405 GET, HEAD");
}

TEST(EsclStatus, TellsOfTheFeeder) {
  World world;
  EXPECT_EQ(world.status("pwg:State"), "Idle");
  EXPECT_EQ(world.status("scan:AdfState"), "ScannerAdfEmpty"); // known to be
  world.change([](auto& one) { one.sheets = 1; });
  EXPECT_EQ(world.status("scan:AdfState"), "ScannerAdfLoaded");
  world.change([](auto& one) { one.sheets = 0, one.tells_feeder = false; });
  EXPECT_EQ(world.status("scan:AdfState"), "ScannerAdfLoaded"); // nobody knows: AirSane #136
  world.change([](auto& one) { one.trouble = scan::FeederState::jam; });
  EXPECT_EQ(world.status("scan:AdfState"), "ScannerAdfJam");
  world.change([](auto& one) { one.trouble = scan::FeederState::cover_open; });
  EXPECT_EQ(world.status("scan:AdfState"), "ScannerAdfDoorOpen");
  world.change([](auto& one) { one.facts.adf.reset(); });
  EXPECT_EQ(world.status("scan:AdfState"), "(none)");
}

TEST(EsclStatus, OfAScannerThatIsOffIsStopped) {
  World world;
  world.change([](auto& one) { one.off = true; });
  EXPECT_EQ(world.status("pwg:State"), "Stopped");
  const Answer capabilities = world.get("ScannerCapabilities");
  EXPECT_EQ(capabilities.status, 503);
  EXPECT_TRUE(capabilities.fields.contains("retry-after"));
}

TEST(EsclStatus, IsProcessingWhileSomebodyElseScans) {
  World world;
  const Cancel cancel;
  const auto lease = world.scanners.acquire("copier", "Maria", 1s, cancel);
  EXPECT_EQ(world.status("pwg:State"), "Processing");
  const Answer refused = world.post(settings(""));
  EXPECT_EQ(refused.status, 503);
  EXPECT_NE(refused.body.find("Maria"), std::string::npos);
  EXPECT_TRUE(refused.fields.contains("retry-after"));
}

TEST(EsclBufferInfo, SaysWhatAScanWouldBe) {
  const World world;
  const Answer answer =
      world.ask("PUT", "/eSCL/copier/ScanBufferInfo", settings(small_scan("Platen", "image/png")));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(World::element(answer.body, "scan:ImageWidth"), "75");
  EXPECT_EQ(World::element(answer.body, "scan:ImageHeight"), "75");
  EXPECT_EQ(World::element(answer.body, "scan:BytesPerLine"), "225");
  EXPECT_EQ(World::element(answer.body, "scan:ColorMode"), "RGB24"); // chosen
  EXPECT_EQ(world.scanners.look("copier").starts, 0);
}

TEST(EsclPolicy, IsAskedFirst) {
  World world;
  world.refuse = [](const http::Head& head, const std::string& name) {
    EXPECT_EQ(name, "copier");
    return head.field("authorization").empty() ? std::optional(http::text_response(401, "log in\n"))
                                               : std::nullopt;
  };
  EXPECT_EQ(world.get("ScannerStatus").status, 401);
  EXPECT_EQ(world.post(settings("")).status, 401);
  Client client = world.client();
  EXPECT_EQ(client
                .ask("GET /eSCL/copier/ScannerStatus HTTP/1.1\r\nHost: localhost\r\n"
                     "Authorization: Basic eA==\r\n\r\n")
                .status,
            200);
}

TEST(EsclBadInput, GetsOneLineThatNamesIt) {
  const World world;
  const auto says = [&](const std::string& body, int status, std::string_view words) {
    const Answer answer = world.post(body);
    EXPECT_EQ(answer.status, status) << body;
    EXPECT_NE(answer.body.find(words), std::string::npos) << answer.body;
    EXPECT_EQ(std::ranges::count(answer.body, '\n'), 1) << answer.body;
  };
  says("hello", 400, "not well-formed");
  says("", 400, "empty");
  says("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", 400, "document type");
  says(settings("<scan:XResolution>abc</scan:XResolution>"), 400, "XResolution is \"abc\"");
  says(settings("<scan:XResolution>301</scan:XResolution>"), 400, "75, 150, 300, 600");
  says(settings("<scan:ColorMode>RGB48</scan:ColorMode>"), 400, "Grayscale8");
  says(settings("<scan:DocumentFormatExt>image/bmp</scan:DocumentFormatExt>"), 400, "image/jpeg");
  EXPECT_EQ(world.scanners.look("copier").starts, 0);
  EXPECT_NE(world.log().find("refused"), std::string::npos);
}

TEST(EsclBadInput, HugeBodiesAreNotTaken) {
  const World world;
  Client told = world.client(); // by its length, before it is sent
  EXPECT_EQ(told.ask("POST /eSCL/copier/ScanJobs HTTP/1.1\r\nHost: localhost\r\n"
                     "Content-Length: 900000000\r\n\r\n")
                .status,
            413);
  Client chunked = world.client();
  const std::string chunk = "4000\r\n" + std::string(0x4000, ' ') + "\r\n";
  chunked.send("POST /eSCL/copier/ScanJobs HTTP/1.1\r\nHost: localhost\r\n"
               "Transfer-Encoding: chunked\r\n\r\n");
  for (int i = 0; i < 5; ++i)
    chunked.send(chunk);
  EXPECT_EQ(chunked.receive().status, 413);
}

TEST(EsclBadInput, ChunkedSettingsAreRead) {
  const World world;
  Client client = world.client();
  const std::string body = settings(small_scan("Platen", "image/png"));
  client.send("POST /eSCL/copier/ScanJobs HTTP/1.1\r\nHost: localhost\r\n"
              "Transfer-Encoding: chunked\r\n\r\n");
  for (const char c : body)
    client.send("1\r\n" + std::string(1, c) + "\r\n");
  client.send("0\r\n\r\n");
  EXPECT_EQ(client.receive().status, 201);
}

TEST(EsclReplies, HaveAStatusForEveryError) {
  const std::map<Errc, int> wanted{
      {Errc::malformed, 400}, {Errc::unsupported, 400}, {Errc::invalid, 400},
      {Errc::limit, 413},     {Errc::io, 500},          {Errc::unreachable, 503},
      {Errc::timeout, 503},   {Errc::cancelled, 410},   {Errc::busy, 503},
      {Errc::denied, 403},    {Errc::not_found, 404},   {Errc::conflict, 409},
      {Errc::bug, 500}};
  for (const auto& [code, status] : wanted) {
    const auto reply = error_reply({code, "words"});
    EXPECT_EQ(reply.status, status);
    EXPECT_EQ(*reply.body, "words\n");
  }
}

} // namespace
} // namespace platen::intake::escl::test
