using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pipeline.Storage;

namespace Pipeline.App.Work;

/// <summary>Which landed files were dealt with: an empty object <c>ops/landed/&lt;hash&gt;</c> for each path, length and time of change.</summary>
/// <remarks>The ledger of exports knows contents; these marks save reading every landed file again to find out whether its content is known.</remarks>
internal sealed class LandedMarks(IObjectStore store)
{
    private const string Folder = "ops/landed/";

    /// <summary>What tells this state of a landed file from any other.</summary>
    public static string Of(StoredObject landed)
    {
        var identity = string.Create(CultureInfo.InvariantCulture, $"{landed.Path}\n{landed.Length}\n{landed.ModifiedAt.UtcTicks}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
    }

    public Task SetAsync(StoredObject landed, CancellationToken cancellationToken) =>
        store.TryCreateAsync(Folder + Of(landed), (_, _) => Task.CompletedTask, cancellationToken);

    /// <summary>Forgets a mark whose file is gone.</summary>
    public Task RemoveAsync(string mark, CancellationToken cancellationToken) => store.DeleteAsync(Folder + mark, cancellationToken);

    public async Task<HashSet<string>> ReadAsync(CancellationToken cancellationToken)
    {
        var marks = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var mark in store.ListAsync(Folder, cancellationToken).ConfigureAwait(false)) { marks.Add(mark.Path[Folder.Length..]); }
        return marks;
    }

    /// <summary>The object at exactly this path, as a listing shows it; <see langword="null"/> when there is none.</summary>
    public static async Task<StoredObject?> FindAsync(IObjectStore store, string path, CancellationToken cancellationToken)
    {
        await foreach (var found in store.ListAsync(path, cancellationToken).ConfigureAwait(false))
        {
            if (found.Path.Equals(path, StringComparison.Ordinal)) { return found; }
        }

        return null;
    }
}
