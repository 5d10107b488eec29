#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "tools/roster_gen/lines.hpp"
#include "tools/roster_gen/random.hpp"
#include "tools/roster_gen/roster_gen.hpp"
#include "tools/roster_gen/school.hpp"

namespace suite::roster_gen {
namespace {

/// Independent streams of chance per school, so that e.g. DUO's facts do not change the pupils' names.
enum class Stream : std::uint64_t { kFacts, kSchool, kDelta };

Random StreamOf(std::uint64_t seed, std::uint32_t index, Stream stream) {
    return {seed, std::uint64_t{index} * 4 + static_cast<std::uint64_t>(stream)};
}

/// Pupils per location, taken from DUO's "leerlingen per vestiging" of 2025 (6,092 locations with pupils, 1,356,803
/// pupils): the sizes at every fortieth from 0 to 39/40, then the long tail.
struct Quantile {
    double share;
    double pupils;
};
constexpr std::array<double, 40> kFortieths = {3,   45,  57,  67,  77,  85,  93,  101, 109, 117, 126, 134, 142, 150,
                                               159, 167, 175, 182, 188, 194, 200, 206, 212, 218, 227, 234, 243, 253,
                                               266, 276, 287, 303, 320, 340, 359, 378, 401, 424, 460, 541};
constexpr std::array<Quantile, 6> kTail{
    {{0.985, 609}, {0.990, 646}, {0.995, 718}, {0.9975, 780}, {0.999, 831}, {1, 1673}}};

int SizeAt(double share) {
    Quantile low{.share = 0, .pupils = kFortieths.front()};
    const auto between = [&low, share](Quantile high) {
        return static_cast<int>(
            std::lround(low.pupils + (high.pupils - low.pupils) * (share - low.share) / (high.share - low.share)));
    };
    for (std::size_t i = 1; i < kFortieths.size(); ++i) {
        const Quantile high{.share = static_cast<double>(i) / 40, .pupils = kFortieths[i]};
        if (share < high.share) return between(high);
        low = high;
    }
    for (const Quantile& high : kTail) {
        if (share < high.share) return between(high);
        low = high;
    }
    return static_cast<int>(low.pupils);
}

/// The golden ratio's multiples spread evenly, so that any number of schools has the country's mix of sizes.
double ShareOf(std::uint64_t seed, std::uint32_t index) {
    constexpr double kGolden = 0.6180339887498949;
    const double share = ToUnit(Mix(seed)) + index * kGolden;
    return share - std::floor(share);
}

/// BRINs from 60AA on: no school has one so high. Made of the id, so that rosters made apart do not share any.
void GiveBrin(SchoolFacts& facts, std::int64_t school_id) {
    constexpr std::int64_t kCodes = 40 * 26 * 26;
    const std::int64_t code = school_id * 7919 % kCodes;  // a prime without a factor of kCodes: one to one
    facts.brin = fmt::format("{}{}{}", 60 + code / 676, static_cast<char>('A' + code / 26 % 26),
                             static_cast<char>('A' + code % 26));
    facts.location = fmt::format("{:02}", school_id / kCodes % 100);
}

SchoolFacts MakeFacts(std::int64_t school_id, int pupils, std::uint32_t index, Random random) {
    SchoolFacts facts{.name = MakeSchoolName(random),
                      .brin = "",
                      .location = "",
                      .street = MakeStreet(random),
                      .house_number = fmt::format("{}{}", random.Between(1, 180), random.Chance(0.1) ? "A" : ""),
                      .postal_code = "",
                      .city = MakeCity(random),
                      .board_code = fmt::format("{}", 90'000 + index / 9 % 10'000),
                      .pupils = pupils};
    facts.postal_code = fmt::format("{}{}{}", random.Between(1000, 9999), static_cast<char>('A' + random.Below(26)),
                                    static_cast<char>('A' + random.Below(26)));
    GiveBrin(facts, school_id);
    return facts;
}

/// Each of `indexes` 0..size-1 with the same chance, exactly `count` of them, in order (Knuth, TAOCP 2, 3.4.2, S).
template <class Use>
void Sample(std::size_t size, int count, Random& random, const Use& use) {
    auto wanted = static_cast<std::size_t>(std::max(count, 0));
    for (std::size_t i = 0; i < size && wanted > 0; ++i) {
        if (random.Unit() * static_cast<double>(size - i) < static_cast<double>(wanted)) {
            --wanted;
            use(i);
        }
    }
}

/// Writes the changes of one school.
class SchoolDelta {
  public:
    SchoolDelta(MadeSchool& school, Random& random, const LineSink& sink)
        : school_(school), random_(random), sink_(sink) {}

    void ChangePupil(MadePupil pupil) {
        const double kind = random_.Unit();
        if (kind < 0.5) {
            Move(pupil);
            Emit([&] { AppendPupil(line_, school_, pupil); });
        } else if (kind < 0.75) {
            Emit([&] { AppendDelete(line_, school_, "pupil", pupil.number); });
        } else {  // somebody new in this pupil's group
            pupil.number = next_pupil_++;
            pupil.name = MakeName(random_);
            pupil.composed.clear();
            Emit([&] { AppendPupil(line_, school_, pupil); });
        }
    }

    void ChangeStaff(MadeStaff member) {
        const double kind = random_.Unit();
        const bool coordinates = std::ranges::find(member.roles, kIctCoordinator) != member.roles.end();
        if (kind < 0.25 && !coordinates) {
            Emit([&] { AppendDelete(line_, school_, "staff", member.number); });
            return;
        }
        if (kind >= 0.75) {  // a new colleague beside this one
            member.number = next_staff_++;
            member.name = MakeName(random_);
            member.email = TakeEmail(school_, member.name);
            std::erase(member.roles, kIctCoordinator);
        } else if (const std::size_t groups = school_.groups.size(); groups > 1 && !member.groups.empty()) {
            member.groups = {(member.groups.front() + 1 + random_.Below(groups - 1)) % groups};
        } else {
            member.name.family = MakeName(random_).family;
            member.email = TakeEmail(school_, member.name);
        }
        Emit([&] { AppendStaff(line_, school_, member); });
    }

  private:
    /// To a parallel group; in a school without one, into or out of a composed group; else the name is corrected.
    void Move(MadePupil& pupil) {
        std::vector<std::size_t> parallel;
        for (std::size_t i = 0; i < school_.groups.size(); ++i) {
            if (i != pupil.group && (school_.groups[i].years >> static_cast<unsigned>(pupil.year) & 1U) != 0)
                parallel.push_back(i);
        }
        if (!parallel.empty()) {
            pupil.group = random_.Pick(parallel);
        } else if (!pupil.composed.empty()) {
            pupil.composed.pop_back();
        } else if (!school_.composed.empty()) {
            pupil.composed.push_back(random_.Below(school_.composed.size()));
        } else {
            const std::string_view old = pupil.name.given;
            while (pupil.name.given == old) pupil.name.given = MakeGivenName(random_);
        }
    }

    template <class Append>
    void Emit(const Append& append) {
        line_.clear();
        append();
        sink_(line_);
    }

    MadeSchool& school_;
    Random& random_;
    const LineSink& sink_;
    std::string line_;
    int next_pupil_ = kFirstJoiner;
    int next_staff_ = kFirstStaffJoiner;
};

}  // namespace

Generator::Generator(Options options) : options_(std::move(options)) {}

SchoolFacts Generator::FactsOf(std::uint32_t index) const {
    const auto& facts = options_.facts;
    if (facts.size() >= options_.schools) return facts[std::size_t{index} * facts.size() / options_.schools];
    if (index < facts.size()) return facts[index];
    return MakeFacts(options_.first_school_id + index, SizeAt(ShareOf(options_.seed, index)), index,
                     StreamOf(options_.seed, index, Stream::kFacts));
}

void Generator::Roster(const LineSink& sink) const {
    for (std::uint32_t index = 0; index < options_.schools; ++index) GenerateSchool(index, sink);
}

void Generator::Delta(const DeltaOptions& delta, const LineSink& sink) const {
    for (std::uint32_t index = 0; index < options_.schools; ++index) GenerateSchoolDelta(index, delta, sink);
}

void Generator::GenerateSchool(std::uint32_t index, const LineSink& sink) const {
    Random random = StreamOf(options_.seed, index, Stream::kSchool);
    const MadeSchool school =
        MakeSchool(options_.first_school_id + index, FactsOf(index), options_.school_year, random);
    std::string line;
    const auto emit = [&line, &sink](const auto& append) {
        line.clear();
        append();
        sink(line);
    };
    emit([&] { AppendSchool(line, school); });
    for (const MadeGroup& group : school.groups) emit([&] { AppendGroup(line, school, group, /*composed=*/false); });
    for (const MadeGroup& group : school.composed) emit([&] { AppendGroup(line, school, group, /*composed=*/true); });
    for (const MadePupil& pupil : school.pupils) emit([&] { AppendPupil(line, school, pupil); });
    for (const MadeStaff& member : school.staff) emit([&] { AppendStaff(line, school, member); });
}

void Generator::GenerateSchoolDelta(std::uint32_t index, const DeltaOptions& delta, const LineSink& sink) const {
    Random random = StreamOf(options_.seed, index, Stream::kSchool);
    MadeSchool school = MakeSchool(options_.first_school_id + index, FactsOf(index), options_.school_year, random);
    Random chance = StreamOf(options_.seed ^ Mix(delta.seed), index, Stream::kDelta);
    SchoolDelta changes(school, chance, sink);
    Sample(school.pupils.size(), chance.Round(delta.share * static_cast<double>(school.pupils.size())), chance,
           [&](std::size_t i) { changes.ChangePupil(school.pupils[i]); });
    Sample(school.staff.size(), chance.Round(delta.share * static_cast<double>(school.staff.size())), chance,
           [&](std::size_t i) { changes.ChangeStaff(school.staff[i]); });
}

}  // namespace suite::roster_gen
