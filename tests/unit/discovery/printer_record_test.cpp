#include "base/utf8.h"
#include "discovery/printer_record.h"

#include <gtest/gtest.h>

namespace platen::discovery {
namespace {

Announced raw(std::vector<std::pair<std::string, std::string>> txt = {}) {
  return {"Canon iR1024", "_pdl-datastream._tcp", "c.local", "192.0.2.7", 9100, std::move(txt)};
}

TEST(PrinterRecord, ServicesOfOneNameAtOneAddressAreOnePrinter) {
  Announced ipp = raw({{"rp", "ipp/print"}, {"uuid", "u"}});
  ipp.type = "_ipp._tcp";
  ipp.port = 631;
  Announced lpd = raw({{"rp", "lp"}});
  lpd.type = "_printer._tcp";
  lpd.port = 515;
  const auto printers = printers_of(
      {raw({{"ty", "Canon iR1024"}, {"usb_mfg", "Canon"}, {"usb_mdl", "iR1024"}, {"note", "Hall"}}),
       ipp, lpd});
  ASSERT_EQ(printers.size(), 1u);
  EXPECT_EQ(printers[0].uris,
            (std::vector<std::string>{"socket://192.0.2.7", "ipp://192.0.2.7/ipp/print",
                                      "lpd://192.0.2.7/lp"}));
  EXPECT_EQ(printers[0].maker, "Canon");
  EXPECT_EQ(printers[0].location, "Hall");
  EXPECT_EQ(printers[0].uuid, "u");
  EXPECT_FALSE(printers[0].is_platen);
}

TEST(PrinterRecord, APortThatOnlyHoldsTheNameIsNoWay) {
  Announced holder = raw();
  holder.type = "_printer._tcp";
  holder.port = 0;
  EXPECT_TRUE(printers_of({holder}).empty());
}

TEST(PrinterRecord, AQueueOfPlatenIsTold) {
  EXPECT_TRUE(printers_of({raw({{"platen", "queue"}})}).at(0).is_platen);
}

TEST(PrinterRecord, IPv6StandsInBrackets) {
  Announced one = raw();
  one.address = "fe80::1%eth0";
  one.port = 9101;
  EXPECT_EQ(printers_of({one}).at(0).uris.at(0), "socket://[fe80::1%eth0]:9101");
}

TEST(PrinterRecord, HostileTextIsMadeHarmless) {
  const std::string control = "<script>\x1b[2J\x01\n" + std::string(250, 'x') + "\xff";
  const auto one = printers_of({raw({{"ty", control}, {"note", control}})}).at(0);
  for (const std::string& text : {one.make_and_model, one.location}) {
    EXPECT_LE(text.size(), 127u);
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find('\n'), std::string::npos);
    EXPECT_EQ(valid_utf8_prefix(text), text.size());
  }
}

TEST(PrinterRecord, APathThatIsNoneGivesNoUri) {
  for (const char* const path : {"a b", "x?y=1", "../../etc", "x#y", "%00", "\x01", "a@b:c"}) {
    Announced ipp = raw({{"rp", path}});
    ipp.type = "_ipp._tcp";
    EXPECT_TRUE(printers_of({ipp}).empty()) << path;
  }
  Announced odd = raw();
  odd.address = "192.0.2.7/x";
  EXPECT_TRUE(printers_of({odd}).empty());
}

} // namespace
} // namespace platen::discovery
