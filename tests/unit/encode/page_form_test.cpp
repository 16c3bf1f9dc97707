#include "encode/pages/page_form.h"
#include "support.h"

namespace platen::encode {
namespace {

using model::PageOffer;
using model::Sides;

model::Model model_of(bool color) {
  model::Model model;
  model.id = "test";
  model.color = color;
  return model;
}

model::Ticket ticket_of(Dpi resolution = Dpi{600}) {
  model::Ticket ticket;
  ticket.resolution = resolution;
  return ticket;
}

PageOffer everything() {
  PageOffer offer;
  offer.formats = {"application/pdf", "image/jpeg", "image/urf", "image/pwg-raster"};
  offer.pwg_types = {"black_1", "sgray_8", "srgb_8"};
  offer.pwg_resolutions = {Dpi{300}, Dpi{600}};
  offer.urf = {"V1.4", "W8", "SRGB24", "RS300-600", "DM3"};
  offer.resolutions = {Dpi{600}};
  offer.sides = {"one-sided", "two-sided-long-edge", "two-sided-short-edge"};
  offer.handling = {"separate-documents-collated-copies"};
  offer.most_copies = 99;
  return offer;
}

PageForm chosen(const PageOffer& offer, bool color, const model::Ticket& ticket) {
  const auto form = choose_form(offer, model_of(color), ticket);
  if (!form) throw std::runtime_error(form.error().message());
  return *form;
}

TEST(PageForm, PrefersPwgRasterInTheModelsOwnPixels) {
  const PageForm color = chosen(everything(), true, ticket_of());
  EXPECT_EQ(color.format, PageFormat::pwg_raster);
  EXPECT_EQ(color.pixels, rgb8);
  EXPECT_EQ(chosen(everything(), false, ticket_of()).pixels, mask1);
}

TEST(PageForm, GoesThroughTheFormatsThatArePresent) {
  PageOffer offer = everything();
  offer.pwg_types = {"adobe-rgb_16"};
  EXPECT_EQ(chosen(offer, true, ticket_of()).format, PageFormat::apple_raster);
  EXPECT_EQ(chosen(offer, false, ticket_of()).pixels, gray8);
  offer.urf.clear();
  const PageForm jpeg = chosen(offer, true, ticket_of());
  EXPECT_EQ(jpeg.format, PageFormat::jpeg);
  EXPECT_TRUE(jpeg.one_page_a_document);
  EXPECT_FALSE(jpeg.device_copies);
  offer.formats = {"application/pdf"};
  const auto none = choose_form(offer, model_of(true), ticket_of());
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::unsupported);
}

TEST(PageForm, TakesGrayWhereColourIsMissingOrNotWanted) {
  PageOffer offer = everything();
  offer.pwg_types = {"sgray_8"};
  EXPECT_EQ(chosen(offer, true, ticket_of()).pixels, gray8);
  EXPECT_EQ(chosen(offer, false, ticket_of()).pixels, gray8);
  model::Ticket ticket = ticket_of();
  ticket.color_mode = model::ColorMode::monochrome;
  EXPECT_EQ(chosen(everything(), true, ticket).pixels, gray8);
}

TEST(PageForm, TakesTheNextHigherResolution) {
  for (const auto& [wanted, got] : {std::pair(150, 300), std::pair(300, 300), std::pair(400, 600),
                                    std::pair(600, 600), std::pair(1200, 600)})
    EXPECT_EQ(chosen(everything(), true, ticket_of(Dpi{wanted})).resolution, Dpi{got}) << wanted;
  PageOffer apple = everything();
  apple.pwg_types.clear();
  EXPECT_EQ(chosen(apple, true, ticket_of(Dpi{300})).resolution, Dpi{300});
  PageOffer silent = everything();
  silent.pwg_resolutions.clear();
  silent.resolutions.clear();
  EXPECT_EQ(chosen(silent, true, ticket_of(Dpi{1200})).resolution, Dpi{1200});
}

TEST(PageForm, SurvivesStrangeResolutionsOfAppleRaster) {
  for (const char* word : {"RS", "RS-", "RS0", "RS300-", "RS99999999999999", "RSx", "RS300--600"}) {
    PageOffer offer = everything();
    offer.pwg_types.clear();
    offer.urf = {"W8", "SRGB24", word};
    EXPECT_TRUE(choose_form(offer, model_of(true), ticket_of())) << word;
  }
}

// PWG 5102.4-2012 table 10.
TEST(PageForm, TurnsTheBacksAsThePrinterWantsThem) {
  struct Case {
    const char* back;
    Sides sides;
    bool across, along;
  };
  for (const Case& c : {Case{"normal", Sides::two_sided_long_edge, false, false},
                        Case{"flipped", Sides::two_sided_long_edge, false, true},
                        Case{"flipped", Sides::two_sided_short_edge, true, false},
                        Case{"rotated", Sides::two_sided_long_edge, true, true},
                        Case{"rotated", Sides::two_sided_short_edge, false, false},
                        Case{"manual-tumble", Sides::two_sided_long_edge, false, false},
                        Case{"manual-tumble", Sides::two_sided_short_edge, true, true},
                        Case{"flipped", Sides::one_sided, false, false}}) {
    PageOffer offer = everything();
    offer.pwg_back = c.back;
    model::Ticket ticket = ticket_of();
    ticket.sides = c.sides;
    const PageForm form = chosen(offer, true, ticket);
    EXPECT_EQ(form.back_across, c.across) << c.back;
    EXPECT_EQ(form.back_along, c.along) << c.back;
  }
}

TEST(PageForm, RefusesSidesThatThePrinterDoesNotHave) {
  PageOffer offer = everything();
  offer.sides = {"one-sided"};
  model::Ticket ticket = ticket_of();
  ticket.sides = Sides::two_sided_long_edge;
  const auto form = choose_form(offer, model_of(true), ticket);
  ASSERT_FALSE(form);
  EXPECT_EQ(form.error().code, Errc::unsupported);
  EXPECT_THAT(form.error().what, testing::HasSubstr("two-sided-long-edge"));
}

TEST(PageForm, LeavesCopiesToThePrinterThatCollatesThem) {
  model::Ticket ticket = ticket_of();
  ticket.copies = 3;
  EXPECT_TRUE(chosen(everything(), true, ticket).device_copies);
  ticket.collate = model::Collate::uncollated;
  EXPECT_FALSE(chosen(everything(), true, ticket).device_copies);
  ticket.collate = model::Collate::collated;
  ticket.copies = 100;
  EXPECT_FALSE(chosen(everything(), true, ticket).device_copies);
}

} // namespace
} // namespace platen::encode
