using System.Globalization;
using System.Runtime.CompilerServices;

namespace Pipeline.Testing;

/// <summary>Runs every test under Turkish, whose dotted i, decimal comma and date order break code that forgot the invariant culture.</summary>
internal static class HostileCulture
{
    [ModuleInitializer]
    internal static void Set()
    {
        var turkish = CultureInfo.GetCultureInfo("tr-TR");
        CultureInfo.DefaultThreadCurrentCulture = turkish;
        CultureInfo.DefaultThreadCurrentUICulture = turkish;
        CultureInfo.CurrentCulture = turkish;
        CultureInfo.CurrentUICulture = turkish;
    }
}
