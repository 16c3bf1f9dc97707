#include "doctor/zone.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace platen::doctor {
namespace {

using testing::HasSubstr;
using testing::Not;

discovery::Announcement office() {
  return {"uuid",
          "Büro; 1. Stock",
          {{"_ipp._tcp",
            {"_universal"},
            8631,
            {{"rp", "ipp/print/office"}, {"note", "a \"b\" \\ c"}}}}};
}

// tests/cli/doctor_queue_test.py has BIND's named-checkzone read these.
TEST(Zone, HasWhatRfc6763AsksFor) {
  const std::string zone = zone_records({office()}, "printhost", {"192.0.2.5", "2001:db8::5"});
  const std::string instance = "B\\195\\188ro\\059\\0321\\046\\032Stock._ipp._tcp";
  for (const std::string& line :
       {std::string("b._dns-sd._udp\tIN\tPTR\t@\n"), std::string("lb._dns-sd._udp\tIN\tPTR\t@\n"),
        std::string("_services._dns-sd._udp\tIN\tPTR\t_ipp._tcp\n"),
        "\n_ipp._tcp\tIN\tPTR\t" + instance + "\n",
        "_universal._sub._ipp._tcp\tIN\tPTR\t" + instance + "\n",
        instance + "\tIN\tSRV\t0 0 8631 printhost\n",
        instance + "\tIN\tTXT\t\"rp=ipp/print/office\" \"note=a \\\"b\\\" \\\\ c\"\n",
        std::string("printhost\tIN\tA\t192.0.2.5\n"),
        std::string("printhost\tIN\tAAAA\t2001:db8::5\n")})
    EXPECT_THAT(zone, HasSubstr(line));
}

TEST(Zone, LeavesAServerOfAnotherZoneAlone) {
  const std::string zone = zone_records({office()}, "print.example.com", {"192.0.2.5"});
  EXPECT_THAT(zone, HasSubstr("SRV\t0 0 8631 print.example.com.\n"));
  EXPECT_THAT(zone, Not(HasSubstr("192.0.2.5")));
}

TEST(Zone, CutsLongNamesAtACharacter) {
  discovery::Announcement one = office();
  one.name = std::string(62, 'x') + "ü";
  const std::string zone = zone_records({one}, "h.example", {});
  EXPECT_THAT(zone, HasSubstr("\t" + std::string(62, 'x') + "._ipp._tcp\n"));
}

} // namespace
} // namespace platen::doctor
