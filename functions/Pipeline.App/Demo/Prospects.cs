namespace Pipeline.App.Demo;

/// <summary>Invents companies and the person who writes for each.</summary>
internal sealed class Prospects(DemoRandom random)
{
    private static readonly string[] Colours = ["Copper", "Silver", "Amber", "Cobalt", "Crimson", "Ivory", "Olive", "Slate", "Violet", "Golden", "Hazel", "Indigo", "Jade", "Coral", "Russet", "Teal"];
    private static readonly string[] Animals = ["Finch", "Otter", "Heron", "Lynx", "Marten", "Plover", "Badger", "Falcon", "Gecko", "Ibis", "Kestrel", "Lemur", "Magpie", "Newt", "Osprey", "Puffin", "Quail", "Raven", "Stoat", "Tapir"];
    private static readonly string[] Trades = ["Labs", "Foods", "Logistics", "Clinics", "Studios", "Energy", "Textiles", "Travel", "Optics", "Robotics", "Books", "Finance", "Sports", "Media", "Tools"];
    private static readonly string[] FirstNames = ["Ada", "Bruno", "Carla", "David", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Karin", "Luis", "Mei", "Nadia", "Oscar", "Paula", "Quentin", "Rosa", "Samir", "Tilda", "Uma", "Victor", "Wanda", "Yusuf", "Zoe"];
    private static readonly string[] LastNames = ["Abel", "Berg", "Castro", "Dahl", "Eriksen", "Fuchs", "Garza", "Holm", "Ivanov", "Janssen", "Keller", "Lopez", "Moreau", "Novak", "Okafor", "Prieto", "Quist", "Rossi", "Sato", "Tanaka", "Ueda", "Vargas", "Weber", "Young", "Zeller"];
    private static readonly string[] Countries = ["US", "CA", "GB", "ES", "DE", "FR", "TW", "MX"];
    private static readonly int[] CountryWeights = [58, 7, 9, 8, 5, 4, 5, 4];

    private int _made;

    public Prospect Next()
    {
        var number = _made++;
        var (colour, animal, trade) = (random.Pick(Colours), random.Pick(Animals), random.Pick(Trades));
        return new Prospect(
            number,
            $"{colour} {animal} {trade}",
            FormattableString.Invariant($"{colour}{animal}{trade}{number}.example").ToLowerInvariant(),
            Countries[random.Weighted(CountryWeights)],
            random.Pick(FirstNames),
            random.Pick(LastNames));
    }
}
