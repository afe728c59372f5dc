namespace Pipeline.Parquet.Tests;

/// <summary>Damages files in the ways that disks, networks and attackers do.</summary>
internal static class Mutations
{
    private static readonly byte[] Telling = [0x00, 0x01, 0x7F, 0x80, 0xFF, 0xFE, 0x15, 0x2C];

    public static byte[] Damage(byte[] sound, Random random)
    {
        var bytes = (byte[])sound.Clone();
        for (var hits = random.Next(1, 6); hits > 0; hits--) { bytes = Hit(bytes, random); }
        return bytes;
    }

    private static byte[] Hit(byte[] bytes, Random random)
    {
        if (bytes.Length < 16) { return bytes; }

        // The footer and the page headers are a small part of a file and the most telling one: aim there half of the time.
        var at = random.Next(2) == 0 ? random.Next(bytes.Length) : random.Next(Math.Max(0, bytes.Length - 600), bytes.Length);
        switch (random.Next(8))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                var size = Math.Min(random.Next(1, 40), bytes.Length - at);
                return [.. bytes[..at], .. bytes[(at + size)..]];
            case 2:
                var from = random.Next(bytes.Length);
                bytes.AsSpan(from, Math.Min(random.Next(1, 40), bytes.Length - Math.Max(from, at))).CopyTo(bytes.AsSpan(at));
                return bytes;
            case 3 or 4:
                bytes[at] = Telling[random.Next(Telling.Length)];
                return bytes;
            case 5:
                bytes.AsSpan(at, Math.Min(random.Next(1, 10), bytes.Length - at)).Fill(0xFF);
                return bytes;
            default:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
        }
    }
}
