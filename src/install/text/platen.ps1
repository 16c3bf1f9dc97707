#Requires -Version 5.1
# Adds printers of a platen server to this computer, with the driver that Windows brings along.
# No certificate is installed and nothing is downloaded by it.
#   powershell -ExecutionPolicy Bypass -File platen.ps1             adds
#   powershell -ExecutionPolicy Bypass -File platen.ps1 -TestPage   adds, and prints a page on each
#   powershell -ExecutionPolicy Bypass -File platen.ps1 -Remove     takes away what it has added
[CmdletBinding()]
param([switch]$TestPage, [switch]$Remove)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
#PRINTERS#
# Names of printers may look like wildcards, so that none is given to a cmdlet that reads them: printers are
# compared by -eq, and handed on as objects. Some builds name what they add after the printer itself, so
# that it is found by what is new.
function Stop-With([string]$Message) {
  Write-Host $Message -ForegroundColor Red
  exit 1
}

function Find-Printer([string]$Name) {
  Get-Printer | Where-Object { $_.Name -eq $Name } | Select-Object -First 1
}

function Remove-Added($Wanted) {
  $found = Find-Printer $Wanted.Name
  if ($null -eq $found) { Write-Host "Not there: $($Wanted.Name)"; return }
  if ($found.Comment -ne $Wanted.Mark) {
    Write-Warning "Left alone, since it was not added by this script: $($Wanted.Name)"
    return
  }
  Remove-Printer -InputObject $found
  Write-Host "Removed: $($Wanted.Name)"
}

function Add-Wanted($Wanted) {
  $found = Find-Printer $Wanted.Name
  if ($null -ne $found -and $found.Comment -eq $Wanted.Mark) {
    Write-Host "Already there: $($Wanted.Name)"
    return
  }
  if ($null -ne $found) { throw "There is another printer of the name $($Wanted.Name). Rename it, then try again." }
  $before = @(Get-Printer | ForEach-Object { $_.Name })
  Add-Printer -Name $Wanted.Name -IppURL $Wanted.Url
  $found = Find-Printer $Wanted.Name
  if ($null -eq $found) {
    $found = Get-Printer | Where-Object { $before -notcontains $_.Name } | Select-Object -First 1
    if ($null -eq $found) { throw "Windows added no printer for $($Wanted.Url)." }
    Rename-Printer -InputObject $found -NewName $Wanted.Name
    $found = Find-Printer $Wanted.Name
  }
  Set-Printer -InputObject $found -Comment $Wanted.Mark -Location $Wanted.Location
  Write-Host "Added: $($Wanted.Name) ($($found.DriverName))" -ForegroundColor Green
}

function Send-TestPage($Wanted) {
  $found = Get-CimInstance -ClassName Win32_Printer | Where-Object { $_.Name -eq $Wanted.Name } | Select-Object -First 1
  $answer = Invoke-CimMethod -InputObject $found -MethodName PrintTestPage
  if ($answer.ReturnValue -ne 0) { throw "The test page was refused (code $($answer.ReturnValue))." }
  Write-Host "Test page sent: $($Wanted.Name)"
}

$identity = New-Object Security.Principal.WindowsPrincipal([Security.Principal.WindowsIdentity]::GetCurrent())
if (-not $identity.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
  Stop-With 'This needs an administrator: right-click Start, choose Terminal (Admin) or PowerShell (Admin), run it there.'
}
if ($Remove) {
  foreach ($one in $Printers) { Remove-Added $one }
  exit 0
}
if (-not (Get-Command -Name Add-Printer).Parameters.ContainsKey('IppURL')) {
  $version = [Environment]::OSVersion.Version
  Stop-With "This build of Windows ($version) cannot add a printer by its IPP address from a script. Update Windows, or follow the steps for older systems at $Page"
}
if (-not (Test-NetConnection -ComputerName $Server -Port $Port -InformationLevel Quiet -WarningAction SilentlyContinue)) {
  Stop-With "Nothing answers at $Server, port $Port. Is this computer in the same network, and does the server run?"
}
$failed = 0
foreach ($one in $Printers) {
  try {
    Add-Wanted $one
    if ($TestPage) { Send-TestPage $one }
  } catch {
    Write-Warning "$($one.Name): $($_.Exception.Message)"
    $failed++
  }
}
$names = @($Printers | ForEach-Object { $_.Name })
Get-Printer | Where-Object { $names -contains $_.Name } | Format-Table -Property Name, DriverName, PrinterStatus
if ($failed -gt 0) { Stop-With "$failed of $($names.Count) could not be added." }
exit 0
