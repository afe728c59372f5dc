using System.Collections.Immutable;
using Pipeline.Metrics.Kept;

namespace Pipeline.Metrics.Series;

/// <summary>Who paid, part by part. Customers pay again and again, so what the earlier parts say together is kept too, with the last of them.</summary>
internal sealed class PayerParts(Seal seal, KeptScan<InvoiceSeries> scan, PayingCustomers payers)
{
    /// <summary>So many of the latest parts are left out: they change most.</summary>
    private const int Latest = 4;

    /// <summary>So many parts may follow what is kept together.</summary>
    private const int MostApart = 12;

    private const string Together = "payers-so-far";

    /// <summary>What one part says.</summary>
    public static KeptKind<InvoiceSeries> Kind { get; } = new("payers", static (one, writer) => one.Payers.Save(writer));

    public async Task ReadAsync(ImmutableArray<IFactPart> parts, CancellationToken cancellationToken)
    {
        var covered = await CoveredAsync(parts, cancellationToken).ConfigureAwait(false);
        var settled = parts.Length - covered > MostApart ? parts.Length - Latest : covered;
        await AddAsync(parts[covered..settled], cancellationToken).ConfigureAwait(false);
        if (settled > covered) { await KeepAsync(parts[..settled], cancellationToken).ConfigureAwait(false); }
        await AddAsync(parts[settled..], cancellationToken).ConfigureAwait(false);
    }

    private Task AddAsync(ImmutableArray<IFactPart> parts, CancellationToken cancellationToken) =>
        scan.ReadAsync(parts, [Kind], (_, reader) => payers.Add(reader), cancellationToken);

    /// <summary>Adds what is kept of the most parts together.</summary>
    /// <returns>How many they are.</returns>
    private async Task<int> CoveredAsync(ImmutableArray<IFactPart> parts, CancellationToken cancellationToken)
    {
        for (var count = parts.Length; count > 0; count--)
        {
            var names = parts[..count].Select(part => part.Name);
            var isCovered = await parts[count - 1].TryHoldKeptAsync(Together, kept =>
            {
                if (seal.TryOpen(Together, kept) is not { } reader || !names.SequenceEqual(reader.ReadTexts(), StringComparer.Ordinal)) { return false; }
                payers.Hold(reader);
                return true;
            }, cancellationToken).ConfigureAwait(false);
            if (isCovered) { return count; }
        }

        return 0;
    }

    private async Task KeepAsync(ImmutableArray<IFactPart> parts, CancellationToken cancellationToken)
    {
        using var kept = seal.Close(payers, new(Together, (all, writer) =>
        {
            writer.WriteTexts([.. parts.Select(part => part.Name)]);
            all.Save(writer);
        }));
        await parts[^1].KeepAsync(Together, kept.Written, cancellationToken).ConfigureAwait(false);
    }
}
