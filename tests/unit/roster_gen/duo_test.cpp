#include <stdlib.h>  // mkdtemp

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "collect.hpp"

namespace {

using suite::roster_gen::LoadDuo;
using suite::roster_gen::Options;
using suite::roster_gen::Roster;

class Folder {
  public:
    Folder() : path_((std::filesystem::temp_directory_path() / "roster-gen-XXXXXX").string()) {
        REQUIRE(mkdtemp(path_.data()) != nullptr);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder() { std::filesystem::remove_all(path_); }
    void Write(const std::string& name, std::string_view text) const {
        std::ofstream(path_ + "/" + name, std::ios::binary) << text;
    }
    [[nodiscard]] const std::string& Path() const { return path_; }

  private:
    std::string path_;
};

constexpr std::string_view kLocations =
    "BEVOEGD GEZAG NUMMER;VESTIGINGSCODE;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;POSTCODE;PLAATSNAAM\r\n"
    "90001;99AA00;Mozaïek;Kade;3-A;1234 AB;OP ZEE\r\n"
    "90001;99AA01; \"De \"\"\x80uro\"\"; Caf\xE9\" ;Kade;4;1234 AC;OP ZEE\r\n"
    "90002;99BB00;Leeg;Kade;5;1234 AD;OP ZEE\r\n"
    "90002;99CC00;Niet geteld;Kade;6;1234 AE;OP ZEE\r\n";
constexpr std::string_view kPupils =
    "\xEF\xBB\xBFINSTELLINGSCODE;VESTIGINGSCODE;LEERLINGEN_2024;LEERLINGEN_2025\r\n"
    "99AA;99AA00;9;100\r\n"
    "99AA;99AA01;9;<5\r\n"
    "99BB;99BB00;9;0\r\n";

TEST_CASE("DUO's lists give name, address and newest size of the locations that have pupils") {
    const Folder folder;
    std::string locations(kLocations);
    locations.replace(locations.find("ï"), 2, "\xEF");
    folder.Write("duo-schoolvestigingen.csv", locations);
    folder.Write("duo-leerlingen-per-vestiging.csv", kPupils);

    const auto schools = LoadDuo(folder.Path());

    REQUIRE(schools);
    REQUIRE(schools->size() == 2);
    CHECK((*schools)[0] == suite::roster_gen::SchoolFacts{.name = "Mozaïek",
                                                          .brin = "99AA",
                                                          .location = "00",
                                                          .street = "Kade",
                                                          .house_number = "3-A",
                                                          .postal_code = "1234AB",
                                                          .city = "OP ZEE",
                                                          .board_code = "90001",
                                                          .pupils = 100});
    CHECK((*schools)[1].name == "De \"€uro\"; Café");
    CHECK((*schools)[1].pupils == 3);

    const auto records = Roster({.schools = 3, .facts = *schools});
    CHECK(records.front()["data"]["naam"] == "Mozaïek");
    std::map<std::int64_t, int> pupils;
    std::vector<std::string> names;
    for (const auto& record : records) {
        if (record["type"] == "school") names.push_back(record["data"]["naam"]);
        if (record["type"] == "pupil") ++pupils[record["schoolId"]];
    }
    REQUIRE(names.size() == 3);  // the third is made up
    CHECK(names[1] == "De \"€uro\"; Café");
    CHECK(pupils[1001] == 100);
    CHECK(pupils[1002] == 3);
    CHECK(pupils[1003] > 0);
}

TEST_CASE("a missing file or column of DUO's lists is an error that names it") {
    const Folder folder;
    const auto no_file = LoadDuo(folder.Path());
    REQUIRE_FALSE(no_file);
    CHECK(no_file.error().code == suite::Code::kNotFound);
    CHECK(no_file.error().message.ends_with("duo-leerlingen-per-vestiging.csv"));

    folder.Write("duo-leerlingen-per-vestiging.csv", kPupils);
    folder.Write("duo-schoolvestigingen.csv", "VESTIGINGSCODE;STRAATNAAM\r\n");
    const auto no_column = LoadDuo(folder.Path());
    REQUIRE_FALSE(no_column);
    CHECK(no_column.error().code == suite::Code::kInvalidArgument);
    CHECK(no_column.error().message == "no column VESTIGINGSNAAM");
}

}  // namespace
