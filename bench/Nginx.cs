using System.Globalization;
using FactoryFlow.AppHost.Fetching;
using FactoryFlow.AppHost.Processes;

namespace FactoryFlow.Bench;

/// <summary>nginx as a second measure for what a hop costs: that of this machine, otherwise the distribution's, unpacked into the cache.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly GuardedProcess _process;
    private readonly DirectoryInfo _folder;

    private Nginx(GuardedProcess process, DirectoryInfo folder, int port) => (_process, _folder, Address) = (process, folder, new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}"));

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    /// <summary>Starts it in front of a server; says why and answers null when it cannot be had.</summary>
    public static async Task<Nginx?> Start(int behind)
    {
        try
        {
            var (file, libraries) = await Find();
            var (port, folder, log) = (FreePort.Next(), Directory.CreateTempSubdirectory("bench-nginx"), new LogBuffer());
            var configuration = Path.Combine(folder.FullName, "nginx.conf");
            await File.WriteAllTextAsync(configuration, Configuration(folder.FullName, port, behind));
            var environment = new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = libraries };
            var process = GuardedProcess.Start(new LaunchCommand(file, ["-p", folder.FullName, "-e", "stderr", "-c", configuration]) { Environment = environment, WorkingFolder = folder.FullName }, log);
            var nginx = new Nginx(process, folder, port);
            if (await nginx.Answers()) return nginx;
            await nginx.DisposeAsync();
            Console.WriteLine("nginx did not start, and is left out: " + log.Tail());
        }
        catch (StartException e)
        {
            Console.WriteLine($"nginx could not be had, and is left out: {e.Message}.");
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<(string File, string? Libraries)> Find()
    {
        const string place = "usr/sbin/nginx";
        if (File.Exists("/" + place)) return ("/" + place, null);
        if (!DebianPackages.Available) throw new StartException("it is not on this machine, and apt-get is not there to fetch it");
        var folder = await CacheFolder.GetOrFill("nginx-debian",
            draft => new DebianPackages(draft, Console.WriteLine).Unpack("nginx", ["nginx"], new Dictionary<string, string>(), CancellationToken.None), CancellationToken.None);
        var file = Path.Combine(folder, place);
        return File.Exists(file) ? (file, DebianPackages.LibraryPath(folder)) : throw new StartException("the distribution's package holds no nginx");
    }

    private async Task<bool> Answers()
    {
        using var http = new HttpClient();
        for (var i = 0; i < 100 && !_process.HasExited; i++)
        {
            try
            {
                using var answer = await http.GetAsync(Address);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(50);
            }
        }

        return false;
    }

    private static string Configuration(string folder, int port, int behind) => string.Create(CultureInfo.InvariantCulture, $$"""
        daemon off;
        {{(Environment.UserName == "root" ? "user root;" : "")}}
        worker_processes auto;
        pid {{folder}}/nginx.pid;
        error_log stderr;
        events { worker_connections 1024; }
        http {
            access_log off;
            client_body_temp_path {{folder}}/body; proxy_temp_path {{folder}}/proxy; fastcgi_temp_path {{folder}}/fastcgi; uwsgi_temp_path {{folder}}/uwsgi; scgi_temp_path {{folder}}/scgi;
            upstream behind { server 127.0.0.1:{{behind}}; keepalive 128; }
            server {
                listen 127.0.0.1:{{port}};
                keepalive_requests 100000000;
                location / { proxy_pass http://behind; proxy_http_version 1.1; proxy_set_header Connection ""; }
            }
        }
        """);
}
